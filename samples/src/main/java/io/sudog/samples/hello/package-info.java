/** The first program: a goroutine greets over a channel. */
package io.sudog.samples.hello;
