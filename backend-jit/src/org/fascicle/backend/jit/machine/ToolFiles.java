package org.fascicle.backend.jit.machine;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** Where the files of clang come from. Safe for any thread. */
public interface ToolFiles {
    /** The version of the compiler: the same files have the same. */
    String version();

    /**
     * How many bytes a file has.
     *
     * @throws IOException if there is none of that name
     */
    long size(String name) throws IOException;

    /**
     * A file's bytes. Whoever is done closes the stream.
     *
     * @throws IOException if there is none of that name
     */
    InputStream open(String name) throws IOException;

    /**
     * The files that this process has: those of the bundle that this one is wired to, by the capability {@code fascicle.clang}; outside
     * a framework, those on the class path. None if neither has any.
     */
    static Optional<ToolFiles> find() {
        Bundle own = FrameworkUtil.getBundle(ToolFiles.class);
        ClassLoader loader = ToolFiles.class.getClassLoader();
        return own == null ? at(loader::getResource) : wired(own);
    }

    private static Optional<ToolFiles> wired(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (wiring == null) {
            return Optional.empty();
        }
        for (BundleWire wire : wiring.getRequiredWires("fascicle.clang")) {
            return at(wire.getProvider().getBundle()::getEntry);
        }
        return Optional.empty();
    }

    private static Optional<ToolFiles> at(Function<String, @Nullable URL> entries) {
        URL about = entries.apply("META-INF/maven/org.bytedeco/llvm/pom.properties");
        if (about == null || entries.apply(EntryFiles.FOLDER + "clang") == null) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (InputStream in = about.openStream()) {
            properties.load(in);
        } catch (IOException e) {
            throw new NativeCodeException("the jar with clang cannot be read: " + e, e);
        }
        return Optional.of(new EntryFiles(properties.getProperty("version", "0"), entries));
    }
}
