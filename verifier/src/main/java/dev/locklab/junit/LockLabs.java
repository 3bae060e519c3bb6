package dev.locklab.junit;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands tests the lab that their class has registered; where it has none, an embedded one. */
final class LockLabs implements ParameterResolver, AfterAllCallback {

  private static final Namespace OURS = Namespace.create(LockLabs.class);
  private static final String REGISTERED = "registered";
  private static final String OWN = "own";

  LockLabs() {}

  static void keep(ExtensionContext context, LockLab lab) {
    context.getStore(OURS).put(REGISTERED, lab);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LockLab.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    LockLab registered = context.getStore(OURS).get(REGISTERED, LockLab.class);
    if (registered != null) {
      return registered;
    }
    Store ofClass = context.getParent().orElse(context).getStore(OURS);
    LockLab own = ofClass.get(OWN, LockLab.class);
    if (own == null) {
      own = LockLab.embedded();
      ofClass.put(OWN, own);
    }
    return own;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    LockLab own = context.getStore(OURS).get(OWN, LockLab.class);
    if (own != null) {
      own.close();
    }
  }
}
