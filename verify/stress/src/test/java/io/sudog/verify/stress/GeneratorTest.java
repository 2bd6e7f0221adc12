package io.sudog.verify.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.verify.stress.Plan.Pipe;
import io.sudog.verify.stress.Plan.Receiver;
import io.sudog.verify.stress.Plan.Sender;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the generated programs are, without running them. */
@DisplayName("The generator")
class GeneratorTest {
  private static final int MANY = 2_000;

  @Test
  @DisplayName("makes the same program out of the same seed, and others out of others")
  void isDeterministic() {
    for (long seed = 0; seed < 100; seed++) {
      String text = Generator.plan(seed, 3, true).text();
      assertEquals(text, Generator.plan(seed, 3, true).text());
      assertFalse(text.equals(Generator.plan(seed + 1, 3, true).text()));
    }
  }

  @Test
  @DisplayName("makes programs that cannot stand still by themselves")
  void cannotDeadlock() {
    for (long seed = 0; seed < MANY; seed++) {
      Plan plan = Generator.plan(seed, 2, true);
      for (Pipe pipe : plan.pipes()) {
        if (pipe.receivers().isEmpty()) {
          int sent = pipe.senders().stream().mapToInt(Sender::count).sum();
          assertTrue(sent <= pipe.capacity(), plan::text);
        } else {
          assertEquals(0, pipe.receivers().getFirst().most(), plan::text);
          assertTrue(
              pipe.capacity() > 0 || pipe.receivers().stream().allMatch(r -> r.way().isPatient()),
              plan::text);
        }
      }
      plan.stages().forEach(s -> s.from().forEach(i -> assertTrue(i < s.to(), plan::text)));
    }
  }

  @Test
  @DisplayName("makes programs for the JDK's scheduler in which nobody keeps a carrier for long")
  void sparesCarriers() {
    for (long seed = 0; seed < MANY; seed++) {
      Plan plan = Generator.plan(seed, 2, false);
      for (Pipe pipe : plan.pipes()) {
        assertTrue(pipe.senders().stream().noneMatch(s -> s.way().polls()), plan::text);
        assertTrue(pipe.receivers().stream().noneMatch(r -> r.way().polls()), plan::text);
      }
      assertTrue(plan.stages().stream().noneMatch(s -> s.way().polls()), plan::text);
      assertTrue(plan.disturbances().stream().noneMatch(d -> d.needsGmp), plan::text);
    }
  }

  @Test
  @DisplayName("has the deadlock check on in some, and in all where the scheduler is the JDK's")
  void detects() {
    boolean on = false;
    boolean off = false;
    for (long seed = 0; seed < MANY; seed++) {
      Plan gmp = Generator.plan(seed, 2, true);
      on |= gmp.detects();
      off |= !gmp.detects();
      assertTrue(Generator.plan(seed, 2, false).detects());
    }
    assertTrue(on && off);
  }

  @Test
  @DisplayName("uses every way to send and to receive, every habit and every disturbance")
  void usesAll() {
    Set<Plan.SendWay> sends = EnumSet.noneOf(Plan.SendWay.class);
    Set<Plan.ReceiveWay> receives = EnumSet.noneOf(Plan.ReceiveWay.class);
    Set<Plan.Habit> habits = EnumSet.noneOf(Plan.Habit.class);
    Set<Plan.Where> places = EnumSet.noneOf(Plan.Where.class);
    Set<Disturbance> disturbances = EnumSet.noneOf(Disturbance.class);
    for (long seed = 0; seed < MANY; seed++) {
      Plan plan = Generator.plan(seed, 2, true);
      for (Pipe pipe : plan.pipes()) {
        pipe.senders().stream().map(Sender::way).forEach(sends::add);
        pipe.senders().stream().map(Sender::habit).forEach(habits::add);
        pipe.senders().stream().map(Sender::where).forEach(places::add);
        pipe.receivers().stream().map(Receiver::way).forEach(receives::add);
      }
      disturbances.addAll(plan.disturbances());
    }
    assertEquals(EnumSet.allOf(Plan.SendWay.class), sends);
    assertEquals(EnumSet.allOf(Plan.ReceiveWay.class), receives);
    assertEquals(EnumSet.allOf(Plan.Habit.class), habits);
    assertEquals(EnumSet.allOf(Plan.Where.class), places);
    assertEquals(EnumSet.allOf(Disturbance.class), disturbances);
  }
}
