package io.zkpersona.cli.testing;

import io.zkpersona.cli.output.Terminal;
import java.util.ArrayList;
import java.util.List;

/** A person at a terminal who gives one answer to each question; or nobody. */
public final class Person implements Terminal {

  private final boolean there;
  private final String answer;
  private final List<String> questions = new ArrayList<>();

  private Person(boolean there, String answer) {
    this.there = there;
    this.answer = answer;
  }

  public static Person nobody() {
    return new Person(false, null);
  }

  public static Person answering(String answer) {
    return new Person(true, answer);
  }

  public List<String> questions() {
    return questions;
  }

  @Override
  public boolean isInteractive() {
    return there;
  }

  @Override
  public String ask(String question) {
    questions.add(question);
    return answer;
  }
}
