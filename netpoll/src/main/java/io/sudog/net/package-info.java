/**
 * TCP, UDP and Unix sockets for goroutines, named as in Go's package {@code net}.
 *
 * <p>Reading, writing, accepting and dialling look blocking and park only the goroutine. Deadlines
 * and {@code close} end what waits.
 */
@NullMarked
package io.sudog.net;

import org.jspecify.annotations.NullMarked;
