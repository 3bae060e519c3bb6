package dev.locklab.lab;

/**
 * What {@link Doctor} has found of one thing that the lab needs.
 *
 * @param about what it was looked at for
 * @param found what there is, or why it is not to be had
 * @param consequence what does not work then, and what would; empty where all does
 */
public record Diagnosis(String about, State state, String found, String consequence) {

  /** What it means for the lab's main job, which is to compare strategies. */
  public enum State {
    /** All works that depends on this. */
    OK,
    /** The main job works; something else does not. */
    LIMITED,
    /** The main job does not work. */
    FAILED
  }

  static Diagnosis ok(String about, String found) {
    return new Diagnosis(about, State.OK, found, "");
  }

  static Diagnosis limited(String about, String found, String consequence) {
    return new Diagnosis(about, State.LIMITED, found, consequence);
  }

  static Diagnosis failed(String about, String found, String consequence) {
    return new Diagnosis(about, State.FAILED, found, consequence);
  }
}
