package io.sudog.samples.crawler;

import io.sudog.context.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fetches pages. Called by many goroutines at the same time. */
@FunctionalInterface
interface Fetcher {
  /**
   * Fetches a page.
   *
   * @param ctx ends the attempt; what is thrown then is its err
   * @param path of the page
   * @return the paths to which it links; null when there is no such page
   * @throws Exception when it cannot be told whether there is one
   */
  @Nullable List<String> fetch(Context ctx, String path) throws Exception;
}
