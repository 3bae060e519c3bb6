package dev.locklab.worker;

import dev.locklab.control.MessageBus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A bus within this JVM: what is published is heard by the time that publish returns. */
final class LocalBus implements MessageBus {

  private record Ear(String channel, Consumer<String> listener) {}

  private final List<Ear> ears = new CopyOnWriteArrayList<>();
  final Map<String, String> keys = new HashMap<>();

  @Override
  public void publish(String channel, String message) {
    for (Ear ear : ears) {
      if (ear.channel().equals(channel)) {
        ear.listener().accept(message);
      }
    }
  }

  @Override
  public @Nullable String get(String key) {
    return keys.get(key);
  }

  @Override
  public Listening listen(String channel, Consumer<String> listener) {
    Ear ear = new Ear(channel, listener);
    ears.add(ear);
    return new Listening() {
      @Override
      public boolean awaitHearing(long timeout, TimeUnit unit) {
        return true;
      }

      @Override
      public void close() {
        ears.remove(ear);
      }
    };
  }

  @Override
  public void close() {
    ears.clear();
  }
}
