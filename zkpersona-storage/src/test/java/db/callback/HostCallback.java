package db.callback;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** A callback of an application, which Flyway finds by its package. */
public final class HostCallback implements Callback {

  /** The schemas whose migrations it was called for. */
  public static final Set<String> SCHEMAS = ConcurrentHashMap.newKeySet();

  /** Called by Flyway. */
  public HostCallback() {}

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.AFTER_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    SCHEMAS.add(String.valueOf(context.getConfiguration().getDefaultSchema()));
  }

  @Override
  public String getCallbackName() {
    return "host";
  }
}
