package dev.locklab.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the lab broke on purpose during a run; kept with the run's evidence.
 *
 * @param scenario its name
 * @param topology what the subject was made of; absent in files that are older than topologies
 * @param effects what the fault may do to a lock, by which a promise is excused that does not cover
 *     it
 * @param bitten by what evidence, other than the lab's own orders, it is known that the fault took
 *     effect; absent if it is not known
 * @param unbitten what was waited for in vain, where it is not
 * @param available when the lock could be had again, or would have been but for the fault; epoch
 *     microseconds by the lab's clock; absent if the fault kept nobody from it
 * @param events what was done and seen, in order
 */
public record Injection(
    @JsonProperty(required = true) String scenario,
    @Nullable String topology,
    List<Effect> effects,
    @Nullable String bitten,
    @Nullable String unbitten,
    @Nullable Long available,
    List<Event> events) {

  /**
   * Something that was done or seen.
   *
   * @param at when, epoch microseconds by the lab's clock
   * @param who the worker or server that it happened to; absent for all of it
   * @param what in words, without the name of whom it happened to
   * @param fault whether it is the fault itself, or its end
   */
  public record Event(
      @JsonProperty(required = true) long at,
      @Nullable String who,
      @JsonProperty(required = true) String what,
      boolean fault) {

    public Event {
      what = Required.present("what", what);
    }
  }

  public Injection {
    scenario = Required.present("scenario", scenario);
    effects = Required.list("effects", effects);
    events = Required.list("events", events);
  }
}
