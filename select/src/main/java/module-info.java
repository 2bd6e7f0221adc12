/** Go's {@code select} over Sudog's channels. */
module io.sudog.select {
  requires transitive io.sudog.channels;
  requires static transitive org.jspecify;
}
