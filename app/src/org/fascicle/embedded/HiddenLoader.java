package org.fascicle.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;

/**
 * Loads the framework out of a folder of this jar, where the application's own class loader finds no class: whatever version of the
 * framework or of a library the application has, the two do not meet. Classes of some packages are shared with the application.
 */
final class HiddenLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final ClassLoader application;
    private final String folder;
    private final Set<String> shared;

    /**
     * A loader.
     *
     * @param application where this jar's resources are found, and shared classes
     * @param folder of the hidden classes, with a slash at its end
     * @param shared the packages that the application sees too
     */
    HiddenLoader(ClassLoader application, String folder, Set<String> shared) {
        super("fascicle", getPlatformClassLoader());
        this.application = application;
        this.folder = folder;
        this.shared = shared;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (shared.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))))) {
            return application.loadClass(name);
        }
        try (InputStream in = application.getResourceAsStream(folder + name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    protected URL findResource(String name) {
        return application.getResource(folder + name);
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL found = findResource(name);
        return Collections.enumeration(found == null ? List.of() : List.of(found));
    }
}
