/**
 * Every interleaving that Fray draws of a few platform threads on Sudog's primitives ends: no
 * wake-up is lost, no hand-off goes astray. Fray decides at each volatile or atomic access and each
 * park who goes on, and reports a deadlock when nobody can. It sees neither weak memory nor plain
 * races, which are jcstress's and Lincheck's to find; and it drives no virtual threads, so
 * goroutines are played by foreign threads, or by plain tasks on real Ms.
 *
 * <p>Three things stand between Fray and the production code: {@link
 * io.sudog.verify.fray.Interleavings} has a spin lock yield where Fray can see it, {@link
 * io.sudog.verify.fray.Steps} shows Fray the accesses by VarHandles that it would miss, and {@code
 * FairScheduler} has those who wait for a spin lock not keep its holder from running.
 *
 * <p>Each scenario has canaries: the production source one step away from itself, which the same
 * scenario must catch. Start reading at {@link io.sudog.verify.fray.Interleavings}.
 */
@NullMarked
package io.sudog.verify.fray;

import org.jspecify.annotations.NullMarked;
