package shop;

import java.util.concurrent.locks.Lock;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Whoever comes too late "cleans up": the lock of his successor. */
class UnlocksWithoutOwnerCheckTest extends TwinTest {

  public static final class UnlocksWithoutOwnerCheck extends SpringLock {
    @Override
    Lock used(Lock lock, StringRedisTemplate redis, String key) {
      return new Wrapped(lock) {
        @Override
        public void unlock() {
          try {
            lock.unlock();
          } catch (RuntimeException e) {
            redis.delete(key);
          }
        }
      };
    }
  }

  UnlocksWithoutOwnerCheckTest() {
    super(UnlocksWithoutOwnerCheck.class);
  }
}
