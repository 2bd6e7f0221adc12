package io.sudog.samples.structures;

import io.sudog.channels.Chan;
import java.util.Objects;

/**
 * A rendezvous of one who asks and one who answers: each waits for the other, and they exchange
 * what they have. An asker waits twice, for somebody to ask and for what comes back.
 */
public final class Meeting {
  private record Question(int number, Chan<Integer> answer) {}

  private final Chan<Question> questions = Chan.make();

  /** Makes a place to meet. */
  public Meeting() {}

  /**
   * Waits for somebody who answers.
   *
   * @param number the question
   * @return the answer
   */
  public int ask(int number) {
    Chan<Integer> answer = Chan.make();
    questions.send(new Question(number, answer));
    return Objects.requireNonNull(answer.receive());
  }

  /**
   * Waits for somebody who asks, and answers with the sum of what both have.
   *
   * @param number what is added to the question
   * @return the question
   */
  public int answer(int number) {
    Question question = Objects.requireNonNull(questions.receive());
    question.answer().send(question.number() + number);
    return question.number();
  }
}
