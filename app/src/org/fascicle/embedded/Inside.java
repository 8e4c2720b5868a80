package org.fascicle.embedded;

import org.jspecify.annotations.Nullable;

/** What {@link Platform} asks of the hidden side. Public because another class loader implements it; applications use the platform. */
public interface Inside {
    /** A service; null if there is none. */
    <T> @Nullable T service(Class<T> type);

    /** Stops the framework and deletes its files; says whether it stopped in time. */
    boolean close();
}
