package io.sudog.samples.crawler;

/**
 * How far a crawl is.
 *
 * @param pages how many pages it has
 * @param missing how many do not exist
 * @param underWay how many it is fetching
 * @param queued how many it knows it has to fetch
 */
record Progress(int pages, int missing, int underWay, int queued) {
  @Override
  public String toString() {
    return "pages %d, missing %d, under way %d, queued %d"
        .formatted(pages, missing, underWay, queued);
  }
}
