package io.sudog.bench;

import static j2html.TagCreator.body;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.document;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.li;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.style;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.title;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import io.sudog.bench.workload.BenchmarkLine;
import io.sudog.bench.workload.Growth;
import io.sudog.bench.workload.Workloads;
import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** The results as one HTML file: charts and tables, nothing to load, nothing to run. */
final class Page {
  /** A chart is drawn twice; the style sheet shows the one that fits. */
  private static final int WIDE = 860;

  private static final int NARROW = 360;

  private final List<Row> rows;
  private final List<String> peers;
  private int charts;

  /**
   * A page.
   *
   * @param rows the results
   * @param peers names, Sudog's first
   */
  Page(List<Row> rows, List<String> peers) {
    this.rows = List.copyOf(rows);
    this.peers = List.copyOf(peers);
  }

  /**
   * The file's text.
   *
   * @param facts where and how was measured
   * @param versions what the peers say of themselves
   * @param notes what a reader has to know, those about missing peers first
   */
  String render(Map<String, String> facts, Map<String, String> versions, List<String> notes) {
    List<DomContent> sections = sections();
    return document(
        html(
                head(
                    meta().withCharset("utf-8"),
                    meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                    title("Sudog beside its peers"),
                    style(rawHtml(styleSheet()))),
                body(
                    h1("Sudog beside its peers"),
                    p(
                        "Each bar starts at the line at 1, where Sudog and the peer are equal, and ends"
                            + " at the ratio of their medians. To the left Sudog's value is smaller,"
                            + " which is faster, less or earlier; only of msg/s is more better. A thin"
                            + " line spans the ratios of all pairs of rounds. The axis is logarithmic."),
                    definitions(facts),
                    h2("Who was measured"),
                    definitions(versions),
                    notes.isEmpty() ? div() : ul(each(notes, note -> li(note))),
                    each(sections, section -> section)))
            .withLang("en"));
  }

  private static DomContent definitions(Map<String, String> entries) {
    return dl(
        each(
            List.copyOf(entries.entrySet()),
            entry -> div(dt(entry.getKey()), dd(entry.getValue()))));
  }

  private List<DomContent> sections() {
    List<DomContent> sections = new ArrayList<>();
    for (Workloads.Area area : Workloads.areas()) {
      List<Row> ofArea =
          rows.stream().filter(row -> area.workloads().contains(row.workload())).toList();
      for (int processors : processors(ofArea)) {
        sections.add(
            comparison(
                area.title() + ", P=" + processors,
                ofArea.stream().filter(row -> row.processors() == processors).toList()));
      }
    }
    for (Growth.Family family : Growth.families()) {
      List<Row> ofFamily =
          rows.stream()
              .filter(row -> row.workload().name().matches(family.name() + "\\d+"))
              .toList();
      sections.addAll(growth(family.of(), family.description(), ofFamily));
    }
    sections.addAll(
        growth(
            Growth.PROCESSORS,
            Growth.byProcessors().description(),
            rows.stream().filter(row -> row.workload().equals(Growth.byProcessors())).toList()));
    return sections;
  }

  private static List<Integer> processors(List<Row> rows) {
    return rows.stream().map(Row::processors).distinct().sorted().toList();
  }

  private DomContent comparison(String heading, List<Row> ofSection) {
    RatioChart chart = new RatioChart(ofSection, peers);
    List<DomContent> content = new ArrayList<>(List.of(h2(heading)));
    if (!chart.isEmpty()) {
      content.addAll(twice(heading, width -> chart.svg(width, nextKey())));
    }
    content.add(values(ofSection, peers, "workload", Page::label));
    content.add(
        dl(
            each(
                ofSection,
                row -> div(dt(row.workload().name()), dd(row.workload().description())))));
    return section(each(content, part -> part));
  }

  private List<DomContent> growth(String of, String description, List<Row> ofFamily) {
    GrowthChart chart = new GrowthChart(of, ofFamily, peers);
    if (chart.isEmpty()) {
      return List.of();
    }
    String heading = "Growth with " + of;
    List<DomContent> content = new ArrayList<>(List.of(h2(heading), p(description)));
    content.addAll(twice(heading, width -> chart.svg(width, nextKey())));
    content.add(
        values(
            ofFamily,
            peers.stream().filter(peer -> isIn(ofFamily, peer)).toList(),
            of,
            (row, _) ->
                "%,d%s"
                    .formatted(
                        GrowthChart.size(row),
                        of.equals(Growth.PROCESSORS) ? "" : ", P=" + row.processors())));
    return List.of(section(each(content, part -> part)));
  }

  private String nextKey() {
    charts++;
    return "chart" + charts + "-";
  }

  private static List<DomContent> twice(String label, IntFunction<String> svg) {
    return List.of(
        figure(svg.apply(WIDE), "wide", label), figure(svg.apply(NARROW), "narrow", label));
  }

  private static DomContent figure(String svg, String size, String label) {
    return div(rawHtml(svg))
        .withClasses("chart", size)
        .attr("role", "img")
        .attr("aria-label", label);
  }

  private static boolean isIn(List<Row> rows, String peer) {
    return rows.stream()
        .anyMatch(
            row ->
                row.hasFailed(peer) || row.summary(peer, BenchmarkLine.NANOS_PER_OP).isPresent());
  }

  private static DomContent values(
      List<Row> ofTable, List<String> peers, String of, Labels labels) {
    List<DomContent> lines = new ArrayList<>();
    for (Row row : ofTable) {
      for (String unit : Report.unitsOf(row)) {
        List<DomContent> cells = new ArrayList<>(List.of(th(labels.of(row, unit))));
        for (String peer : peers) {
          cells.add(td(Report.value(row, peer, row.summary(peer, unit))));
          if (!peer.equals(peers.getFirst())) {
            cells.add(
                td(row.ratio(peers.getFirst(), peer, unit).map(Report::ratio).orElse(Report.NONE)));
          }
        }
        lines.add(tr(each(cells, cell -> cell)));
      }
    }
    List<DomContent> headings = new ArrayList<>(List.of(th(of), th(peers.getFirst())));
    for (String peer : peers.subList(1, peers.size())) {
      headings.add(th(peer));
      headings.add(th("ratio"));
    }
    return div(table(
            thead(tr(each(headings, heading -> heading))), tbody(each(lines, line -> line))))
        .withClass("table");
  }

  /** A row's name, with the unit where it is not the usual one. */
  static String label(Row row, String unit) {
    String name = row.workload().name();
    return unit.equals(BenchmarkLine.NANOS_PER_OP) ? name : name + " " + unit;
  }

  private static String styleSheet() {
    try (InputStream in = Page.class.getResourceAsStream("page.css")) {
      if (in == null) {
        throw new IllegalStateException("page.css is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a line of a table begins. */
  @FunctionalInterface
  private interface Labels {
    String of(Row row, String unit);
  }
}
