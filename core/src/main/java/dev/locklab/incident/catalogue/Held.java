package dev.locklab.incident.catalogue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Stops whoever sends a command by Spring's connections just before it. */
final class Held {

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);

  /** Connections by which a method of that name is called only once it may go on. */
  RedisConnectionFactory before(String method, RedisConnectionFactory connections) {
    return (RedisConnectionFactory) held(method, connections);
  }

  /** Whether somebody stands there. */
  boolean isReached() {
    return reached.getCount() == 0;
  }

  /** Lets him go on. */
  void goesOn() {
    open.countDown();
  }

  private Object held(String method, Object what) {
    InvocationHandler handler =
        (proxy, called, arguments) -> {
          if (called.getName().equals(method)) {
            reached.countDown();
            open.await();
          }
          return invoke(method, what, called, arguments);
        };
    return Proxy.newProxyInstance(
        Held.class.getClassLoader(), interfaces(what.getClass()), handler);
  }

  /** What is called on what a call returns, is held too. */
  private @Nullable Object invoke(
      String method, Object what, Method called, Object @Nullable [] arguments) throws Throwable {
    try {
      Object result = called.invoke(what, arguments);
      Class<?> type = called.getReturnType();
      boolean further =
          result != null
              && type.isInterface()
              && (type.getSimpleName().endsWith("Commands")
                  || type.getSimpleName().endsWith("Connection"));
      return further ? held(method, result) : result;
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static Class<?>[] interfaces(Class<?> type) {
    Set<Class<?>> all = new LinkedHashSet<>();
    for (Class<?> one = type; one != null; one = one.getSuperclass()) {
      all.addAll(Set.of(one.getInterfaces()));
    }
    return all.toArray(Class<?>[]::new);
  }
}
