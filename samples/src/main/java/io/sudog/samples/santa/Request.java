package io.sudog.samples.santa;

import io.sudog.channels.SendChan;

/**
 * Somebody wants to see Santa.
 *
 * @param name who
 * @param party gets the party he will be in; has room for it
 */
record Request(String name, SendChan<Party> party) {}
