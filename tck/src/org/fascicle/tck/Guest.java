package org.fascicle.tck;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import org.fascicle.api.problem.InputException;
import org.fascicle.tck.check.Announcement;
import org.fascicle.tck.contract.Contract;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;

/** A bundle that is installed to be checked, and the one that it replaces meanwhile. Used by one thread. */
final class Guest {
    private static final String CLASS = ".class";

    private final Path jar;
    private final Set<String> classes;
    private final String symbolicName;
    private final Version version;
    private @Nullable Replaced replaced;
    private @Nullable Bundle bundle;
    private @Nullable BundleException refused;
    private @Nullable WeakReference<ClassLoader> loader;

    /**
     * A bundle's file.
     *
     * @throws InputException if it is none
     */
    Guest(Path jar) {
        this.jar = jar;
        Attributes headers = headers(jar);
        classes = classes(jar);
        String name = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (name == null) {
            throw new InputException(jar.toString(), null, "is no bundle: its manifest names no "
                    + Constants.BUNDLE_SYMBOLICNAME,
                    "Build it with bnd.");
        }
        symbolicName = name.split(";")[0].trim();
        String given = headers.getValue(Constants.BUNDLE_VERSION);
        try {
            version = Version.parseVersion(given);
        } catch (IllegalArgumentException e) {
            throw new InputException(jar.toString(), null, "its version is '" + given + "', which is none in OSGi's syntax",
                    null);
        }
    }

    String symbolicName() {
        return symbolicName;
    }

    String version() {
        return version.toString();
    }

    /** The contract that it carries. */
    Optional<String> contract() {
        try (JarFile opened = new JarFile(jar.toFile())) {
            ZipEntry entry = opened.getEntry(Contract.ENTRY);
            return entry == null ? Optional.empty()
                    : Optional.of(new String(opened.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new InputException(jar.toString(), Contract.ENTRY, "cannot be read: " + e.getMessage(), null);
        }
    }

    /** Uninstalls the bundle that is there already; gives what must be refreshed. */
    List<Bundle> replace(BundleContext context) throws BundleException {
        List<Bundle> gone = new ArrayList<>();
        for (Bundle there : context.getBundles()) {
            if (symbolicName.equals(there.getSymbolicName()) && version.equals(there.getVersion())) {
                replaced = Replaced.takeOut(there);
                gone.add(there);
            }
        }
        return gone;
    }

    /**
     * Installs it. If the framework does not take it, its start will say so.
     *
     * @throws InputException if it is not trusted
     */
    void install(Admission admission) {
        try {
            bundle = admission.install(jar, "conformance:" + jar.toAbsolutePath().normalize().toUri());
        } catch (BundleException e) {
            refused = e;
        }
    }

    void start() throws BundleException {
        if (refused != null) {
            throw refused;
        }
        Bundle installed = bundle();
        installed.start();
        loader = new WeakReference<>(installed.adapt(BundleWiring.class).getClassLoader());
    }

    boolean isStarted() {
        return loader != null;
    }

    /** The bundle, once it is installed. */
    Bundle bundle() {
        return Objects.requireNonNull(bundle, "not installed");
    }

    /** The techniques that its manifest announces. */
    List<Announcement> announcements() {
        List<Announcement> found = new ArrayList<>();
        for (BundleCapability capability : bundle().adapt(BundleRevision.class).getDeclaredCapabilities(Announcement.NAMESPACE)) {
            found.add(new Announcement(capability.getAttributes()));
        }
        return found;
    }

    /** Uninstalls it; gives what must be refreshed. */
    List<Bundle> uninstall() throws BundleException {
        if (bundle == null) {
            return List.of();
        }
        List<Bundle> gone = List.of(bundle);
        bundle.uninstall();
        bundle = null;
        return gone;
    }

    /** Whether its classes are unloaded, or never were loaded. */
    boolean isCollected() {
        return loader == null || loader.get() == null;
    }

    /** What is known of who holds its classes. */
    String holders() {
        ClassLoader held = loader == null ? null : loader.get();
        List<String> holders = new ArrayList<>();
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            boolean runs = Stream.of(frames).anyMatch(frame -> classes.contains(frame.getClassName()));
            if (held != null && (runs || thread.getClass().getClassLoader() == held || thread.getContextClassLoader() == held)) {
                holders.add("the thread '" + thread.getName() + "'");
            }
        });
        return String.join(", ", holders);
    }

    /** Puts back what it replaced. */
    void restore(Admission admission) throws BundleException {
        if (replaced != null) {
            replaced.putBack(admission);
            replaced = null;
        }
    }

    /** The names of the classes in it. */
    private static Set<String> classes(Path jar) {
        try (JarFile opened = new JarFile(jar.toFile())) {
            return opened.stream().map(ZipEntry::getName).filter(name -> name.endsWith(CLASS))
                    .map(name -> name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new InputException(jar.toString(), null, "is no jar: " + e.getMessage(), null);
        }
    }

    private static Attributes headers(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new InputException(jar.toString(), null, "there is no such file", null);
        }
        try (JarFile opened = new JarFile(jar.toFile())) {
            Manifest manifest = opened.getManifest();
            return manifest == null ? new Attributes() : manifest.getMainAttributes();
        } catch (IOException e) {
            throw new InputException(jar.toString(), null, "is no jar: " + e.getMessage(), null);
        }
    }
}
