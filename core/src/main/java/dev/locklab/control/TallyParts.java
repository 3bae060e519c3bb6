package dev.locklab.control;

import dev.locklab.run.Tally;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts one worker's tallies together again from their parts, which come in any order and more than
 * once.
 */
public final class TallyParts {

  private final Map<Integer, String> arrived = new HashMap<>();
  private int of;

  /**
   * Takes a part in.
   *
   * @return the tallies, once all parts are there; null before
   * @throws MalformedMessageException if the parts make no tallies; all are waited for anew
   */
  public @Nullable List<Tally> add(Heartbeat.Part part) throws MalformedMessageException {
    if (part.of() != of) {
      arrived.clear();
      of = part.of();
    }
    arrived.put(part.index(), part.text());
    if (arrived.size() < of) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < of; i++) {
      text.append(arrived.get(i));
    }
    arrived.clear();
    return ControlCodec.tallies(text.toString());
  }
}
