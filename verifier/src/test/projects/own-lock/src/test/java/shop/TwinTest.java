package shop;

import dev.locklab.junit.LockContract;
import dev.locklab.junit.LockLab;
import dev.locklab.strategy.Strategy;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A broken twin; what the contract tells without scenarios is enough for it. */
abstract class TwinTest implements LockContract {

  @RegisterExtension static final LockLab LAB = LockLab.embedded().workers(2);

  private final Class<? extends SpringLock> twin;

  TwinTest(Class<? extends SpringLock> twin) {
    this.twin = twin;
  }

  @Override
  public Class<? extends Strategy> strategy() {
    return twin;
  }

  @Override
  public Stream<String> scenarios() {
    return Stream.of();
  }
}
