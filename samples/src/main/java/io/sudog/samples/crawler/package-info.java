/**
 * A web crawler that fetches many pages at a time, but never more than it may, and a made-up site
 * for it to crawl.
 *
 * <p>The data's way:
 *
 * <ol>
 *   <li>The site is generated from a seed: pages in reach and out of reach, links that are broken,
 *       doubled or lead elsewhere, pages that take their time. The JDK's HTTP server serves it on
 *       the loopback interface, each request in a goroutine.
 *   <li>The crawler, one goroutine, has the set of paths seen and the queue of paths to fetch, and
 *       so needs no lock for them. It starts a goroutine of an errgroup for each path, up to the
 *       limit.
 *   <li>A fetch sends the page's links to the crawler, which queues those not seen before.
 *   <li>When nothing is queued and nothing under way, the site is known, and depths and broken
 *       links are read off its links. So they do not depend on which page came first.
 *   <li>The first fetch that fails for another reason than a missing page, or the time-out, ends
 *       the context of all; the fetches under way are cancelled.
 * </ol>
 *
 * <pre>
 *                 ┌ fetch ──GET──&gt; HTTP server: a goroutine a request
 *   crawler ──go──┤ fetch
 *   ^    ^  limit └ fetch
 *   │    └───── fetched ┘
 *   └ progress ticker, ctx.done()
 * </pre>
 *
 * <p>Start with {@link io.sudog.samples.crawler.Crawler}; {@code HttpFetcher} shows how a context
 * cancels an operation of the JDK's.
 */
@NullMarked
package io.sudog.samples.crawler;

import org.jspecify.annotations.NullMarked;
