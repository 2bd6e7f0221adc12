package io.sudog.runtime;

/**
 * An exception that left a goroutine, and which goroutine that was.
 *
 * @param id the goroutine's id
 * @param name its name; empty when it has none
 * @param creator the id of the goroutine that started it, 0 when a thread did
 * @param method the method that started it
 * @param place file and line where it was started
 * @param cause the exception
 * @param dump all goroutines at that moment
 */
public record Panic(
    long id,
    String name,
    long creator,
    String method,
    String place,
    Throwable cause,
    String dump) {}
