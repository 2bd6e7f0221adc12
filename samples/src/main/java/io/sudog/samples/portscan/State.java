package io.sudog.samples.portscan;

/** What a dial says about a port. */
enum State {
  /** Somebody accepts connections. */
  OPEN,
  /** The host refuses. */
  CLOSED,
  /** No answer in time, or none but that the host is out of reach. */
  SILENT
}
