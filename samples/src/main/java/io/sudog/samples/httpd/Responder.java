package io.sudog.samples.httpd;

import static io.sudog.samples.httpd.Status.METHOD_NOT_ALLOWED;
import static io.sudog.samples.httpd.Status.MOVED_PERMANENTLY;
import static io.sudog.samples.httpd.Status.NOT_IMPLEMENTED;
import static io.sudog.samples.httpd.Status.NOT_MODIFIED;
import static io.sudog.samples.httpd.Status.OK;
import static io.sudog.samples.httpd.Status.PARTIAL_CONTENT;
import static io.sudog.samples.httpd.Status.RANGE_NOT_SATISFIABLE;

import io.sudog.core.Go;
import java.io.IOException;
import java.net.URLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.text.StringEscapeUtils;

/** Answers requests for files. Called by many goroutines at the same time. */
final class Responder {
  private static final Set<String> OTHER_METHODS =
      Set.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT");

  private final FileTree files;

  Responder(FileTree files) {
    this.files = files;
  }

  /**
   * Answers a request.
   *
   * @return the response, to be closed
   * @throws Exception what the disk threw
   */
  Response respond(Request request) throws Exception {
    if (OTHER_METHODS.contains(request.method())) {
      return Response.error(METHOD_NOT_ALLOWED, "this server has files to GET")
          .with("Allow", "GET, HEAD");
    }
    if (!request.method().equals("GET") && !request.isHead()) {
      return Response.error(NOT_IMPLEMENTED, "this server does not know the method");
    }
    try {
      String path = request.path();
      return switch (Go.blocking(() -> files.find(path))) {
        case Found.File file -> respond(request, file);
        case Found.Listing listing -> Response.html(page(listing));
        case Found.Moved(String right) ->
            Response.error(MOVED_PERMANENTLY, "this is a folder")
                .with("Location", right + request.query());
      };
    } catch (HttpException e) {
      return e.response();
    }
  }

  private static Response respond(Request request, Found.File file) throws IOException {
    if (isUnchanged(request, file)) {
      file.channel().close();
      return described(Response.empty(NOT_MODIFIED), file);
    }
    Optional<ByteRange> wanted = range(request, file);
    if (wanted.isPresent() && wanted.get().isEmpty()) {
      file.channel().close();
      return Response.error(RANGE_NOT_SATISFIABLE, "the file ends before")
          .with("Content-Range", "bytes */" + file.size());
    }
    ByteRange range = wanted.orElse(new ByteRange(0, file.size()));
    Response response =
        described(
                Response.of(
                    wanted.isPresent() ? PARTIAL_CONTENT : OK,
                    new Content.FilePart(file.channel(), range)),
                file)
            .with("Content-Type", type(file.name()));
    return wanted.isPresent() ? response.with("Content-Range", range.of(file.size())) : response;
  }

  private static Response described(Response response, Found.File file) {
    return response
        .with("Last-Modified", HttpDate.format(file.modified()))
        .with("Accept-Ranges", "bytes");
  }

  private static boolean isUnchanged(Request request, Found.File file) {
    String since = request.field("if-modified-since");
    Instant modified = file.modified().truncatedTo(ChronoUnit.SECONDS);
    return since != null && HttpDate.parse(since).filter(t -> !modified.isAfter(t)).isPresent();
  }

  /** If-Range asks for all where it does not fit, so all is never wrong. */
  private static Optional<ByteRange> range(Request request, Found.File file) {
    String range = request.field("range");
    return range == null || request.isHead() || request.field("if-range") != null
        ? Optional.empty()
        : ByteRange.parse(range, file.size());
  }

  private static String type(String name) {
    String type = URLConnection.guessContentTypeFromName(name);
    if (type == null) {
      return "application/octet-stream";
    }
    return type.startsWith("text/") ? type + "; charset=utf-8" : type;
  }

  private static String page(Found.Listing listing) {
    String title = "/" + String.join("/", listing.folder());
    StringBuilder page =
        new StringBuilder("<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<title>")
            .append(StringEscapeUtils.escapeHtml4(title))
            .append("</title>\n<ul>\n");
    if (!listing.folder().isEmpty()) {
      page.append("<li><a href=\"../\">../</a>\n");
    }
    for (String name : listing.names()) {
      boolean folder = name.endsWith("/");
      String last = folder ? name.substring(0, name.length() - 1) : name;
      page.append("<li><a href=\"")
          .append(UrlPath.encode(last))
          .append(folder ? "/" : "")
          .append("\">")
          .append(StringEscapeUtils.escapeHtml4(name))
          .append("</a>\n");
    }
    return page.append("</ul>\n").toString();
  }
}
