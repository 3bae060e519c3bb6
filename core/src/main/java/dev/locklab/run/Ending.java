package dev.locklab.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended and what was found in the store; kept in {@code spec.json} beside the settings.
 *
 * @param balance the balance found; absent if it was not a number or the store could not be asked
 * @param version the version found; absent where the journal is off
 * @param dead workers that died in mid-run
 * @param stalled whether the run was ended because nobody got anywhere any more
 * @param stopped why the run was ended before its time, if it was
 * @param cost what the run cost the server; absent where the server does not say
 * @param trouble what else the verifier could not do, in words
 * @param lastHeard how many updates each of the dead had said to be applied, by its last heartbeat
 * @param unread what of the evidence could not be read, or was not to be relied on, in words: where
 *     there is any, nothing is proved
 * @param foreign what somebody who is not of the run did to its keys, as far as the keys themselves
 *     show it, in words: where there is any, the evidence does not add up
 * @param libraries versions of the libraries that the workers had loaded, by the libraries' names;
 *     several where they differ, with commas between them
 * @param injection what the lab broke on purpose; absent in a run without a scenario
 */
public record Ending(
    @JsonProperty("final") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Long balance,
    @JsonProperty("finalVersion") @Nullable Long version,
    List<String> dead,
    boolean stalled,
    @Nullable String stopped,
    @Nullable Cost cost,
    List<String> trouble,
    Map<String, Long> lastHeard,
    List<String> unread,
    List<String> foreign,
    Map<String, String> libraries,
    @Nullable Injection injection) {

  /** Why a run is over that could not be led any more: nobody's wish. */
  public static final String CUT_OFF = "Redis could not be reached any more";

  public Ending {
    dead = Required.list("dead", dead);
    trouble = Required.list("trouble", trouble);
    lastHeard = Required.map("lastHeard", lastHeard);
    unread = Required.list("unread", unread);
    foreign = Required.list("foreign", foreign);
    libraries = Required.map("libraries", libraries);
  }

  /** Of a run that has begun, in case that nobody is left to see its end. */
  public static Ending notSeen(String stopped) {
    return new Ending(
        null,
        null,
        List.of(),
        false,
        stopped,
        null,
        List.of(),
        Map.of(),
        List.of("the lab was ended before the run"),
        List.of(),
        Map.of(),
        null);
  }

  /** Whether somebody wanted the run to end before its time. */
  public boolean endedByChoice() {
    return stopped != null && !stopped.equals(CUT_OFF);
  }
}
