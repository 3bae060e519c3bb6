package dev.locklab.incident;

/**
 * What was seen of an incident with one version of its library.
 *
 * @param evidence what was seen, in one sentence without its full stop
 */
public record Observation(Outcome outcome, String evidence) {

  /** What others say of an error may end as a sentence does; a report ends it itself. */
  public Observation {
    evidence = evidence.replaceFirst("\\.$", "");
  }

  /** Whether the fault was there. */
  public enum Outcome {
    /** It was seen. */
    SHOWN("shows the fault"),

    /** All that led to it was done, and it was not seen. */
    NOT_SHOWN("does not"),

    /** What leads to it did not come about, so nothing was proved. */
    UNDECIDED("undecided");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /** As a table says it. */
    public String words() {
      return words;
    }
  }

  /** The fault was there. */
  public static Observation shown(String evidence) {
    return new Observation(Outcome.SHOWN, evidence);
  }

  /** It was not, although all that leads to it was. */
  public static Observation notShown(String evidence) {
    return new Observation(Outcome.NOT_SHOWN, evidence);
  }

  /** Nothing was proved. */
  public static Observation undecided(String why) {
    return new Observation(Outcome.UNDECIDED, why);
  }
}
