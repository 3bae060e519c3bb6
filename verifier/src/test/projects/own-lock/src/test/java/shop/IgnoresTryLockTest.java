package shop;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.springframework.data.redis.core.StringRedisTemplate;

/** What tryLock says is not looked at. */
class IgnoresTryLockTest extends TwinTest {

  public static final class IgnoresTryLock extends SpringLock {
    @Override
    Lock used(Lock lock, StringRedisTemplate redis, String key) {
      return new Wrapped(lock) {
        private final ThreadLocal<Boolean> held = ThreadLocal.withInitial(() -> false);

        @Override
        public boolean tryLock() {
          held.set(lock.tryLock());
          return true;
        }

        @Override
        public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
          held.set(lock.tryLock(time, unit));
          return true;
        }

        @Override
        public void unlock() {
          if (held.get()) {
            lock.unlock();
          }
        }
      };
    }
  }

  IgnoresTryLockTest() {
    super(IgnoresTryLock.class);
  }
}
