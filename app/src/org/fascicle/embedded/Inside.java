package org.fascicle.embedded;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What {@link Platform} asks of the hidden side. Public because another class loader implements it; applications use the platform. */
public interface Inside {
    /** A service; null if there is none. */
    <T> @Nullable T service(Class<T> type);

    /**
     * Installs bundles and starts them, all or none.
     *
     * @throws org.fascicle.api.problem.InputException if one is no bundle, or lacks what it requires
     */
    void install(List<Path> jars);

    /**
     * Takes bundles out.
     *
     * @throws org.fascicle.api.problem.InputException if one was not installed from there
     */
    void uninstall(List<Path> jars);

    /** Stops the framework and deletes its files; says whether it stopped in time. */
    boolean close();
}
