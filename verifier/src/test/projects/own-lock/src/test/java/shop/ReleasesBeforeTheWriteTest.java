package shop;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The lock is given back before that for which it was taken is done. */
class ReleasesBeforeTheWriteTest extends TwinTest {

  public static final class ReleasesBeforeTheWrite extends SpringLock {
    @Override
    Lock used(Lock lock, StringRedisTemplate redis, String key) {
      return new Wrapped(lock) {
        @Override
        public void lockInterruptibly() throws InterruptedException {
          lock.lockInterruptibly();
          lock.unlock();
        }

        @Override
        public boolean tryLock() {
          return atOnce(lock.tryLock());
        }

        @Override
        public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
          return atOnce(lock.tryLock(time, unit));
        }

        private boolean atOnce(boolean taken) {
          if (taken) {
            lock.unlock();
          }
          return taken;
        }

        @Override
        public void unlock() {}
      };
    }
  }

  ReleasesBeforeTheWriteTest() {
    super(ReleasesBeforeTheWrite.class);
  }
}
