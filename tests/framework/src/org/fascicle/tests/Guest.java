package org.fascicle.tests;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * A technique bundle of a third party, installed while the framework runs, and uninstalled (with a refresh) when it
 * is closed.
 */
final class Guest implements AutoCloseable {
    private static final String FOLDER = "fascicle.tests.techniques";
    private static final long REFRESH_SECONDS = 120;

    private Bundle bundle;

    private Guest(Bundle bundle) {
        this.bundle = bundle;
    }

    /** Installs and starts a bundle that comes with the tests. */
    static Guest install(String symbolicName) throws BundleException, IOException {
        Guest guest = installOnly(symbolicName);
        guest.bundle.start();
        return guest;
    }

    /** Installs a bundle that comes with the tests, and does not start it. */
    static Guest installOnly(String symbolicName) throws BundleException, IOException {
        try (InputStream in = jar(symbolicName)) {
            return new Guest(PlatformTest.context().installBundle("guest:" + symbolicName, in));
        }
    }

    /** Installs a bundle that comes with the tests, with other headers, and does not start it. */
    static Guest installOnly(String symbolicName, Consumer<Attributes> change) throws BundleException, IOException {
        return new Guest(PlatformTest.context().installBundle("guest:changed:" + symbolicName, changed(symbolicName, change)));
    }

    /** The same bundle under another name, in another version. */
    static Guest install(String symbolicName, String newName, String newVersion) throws BundleException, IOException {
        Bundle bundle = PlatformTest.context().installBundle("guest:" + newName + newVersion,
                renamed(symbolicName, newName, newVersion));
        bundle.start();
        return new Guest(bundle);
    }

    /** Makes it another bundle of the same name, as an update does: the old one leaves, and the new one comes. */
    void update(String symbolicName, String newVersion) throws BundleException, IOException {
        bundle.update(renamed(symbolicName, bundle.getSymbolicName(), newVersion));
    }

    private static InputStream renamed(String symbolicName, String newName, String newVersion) throws IOException {
        return changed(symbolicName, headers -> {
            String version = headers.getValue(Constants.BUNDLE_VERSION);
            String capability = headers.getValue(Constants.PROVIDE_CAPABILITY);
            headers.putValue(Constants.BUNDLE_SYMBOLICNAME, newName);
            headers.putValue(Constants.BUNDLE_VERSION, newVersion);
            headers.putValue(Constants.PROVIDE_CAPABILITY, capability.replace('"' + version + '"', '"' + newVersion + '"'));
        });
    }

    /** The same bundle with lazy activation: it is not quite started before one of its classes is asked for. */
    static Guest installLazily(String symbolicName) throws BundleException, IOException {
        InputStream changed = changed(symbolicName,
                headers -> headers.putValue(Constants.BUNDLE_ACTIVATIONPOLICY, Constants.ACTIVATION_LAZY));
        Bundle bundle = PlatformTest.context().installBundle("guest:lazy:" + symbolicName, changed);
        bundle.start(Bundle.START_ACTIVATION_POLICY);
        return new Guest(bundle);
    }

    /** Its jar, with other headers. */
    static InputStream changed(String symbolicName, Consumer<Attributes> change) throws IOException {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        try (JarInputStream jar = new JarInputStream(jar(symbolicName))) {
            Manifest manifest = jar.getManifest();
            change.accept(manifest.getMainAttributes());
            try (JarOutputStream copy = new JarOutputStream(changed, manifest)) {
                for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
                    copy.putNextEntry(new JarEntry(entry.getName()));
                    jar.transferTo(copy);
                }
            }
        }
        return new ByteArrayInputStream(changed.toByteArray());
    }

    /** The bundle itself. */
    Bundle bundle() {
        return bundle;
    }

    /** What the framework says of it, {@link Bundle#ACTIVE} and the like. */
    int state() {
        return bundle.getState();
    }

    /** Its class loader, which must be garbage some time after it was closed. */
    WeakReference<ClassLoader> loader() {
        return new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
    }

    @Override
    public void close() throws BundleException, InterruptedException {
        if (bundle != null) {
            bundle.uninstall();
            refresh(List.of(bundle));
            bundle = null;
        }
    }

    /** A bundle of the folder techniques: its project builds it, as it does this one, so neither can hold the other. */
    static InputStream jar(String symbolicName) throws IOException {
        String folder = PlatformTest.context().getProperty(FOLDER);
        if (folder == null) {
            throw new IllegalStateException("no framework property '" + FOLDER
                    + "': the -runproperties of the .bndrun name the folder of the bundles com.example.* there");
        }
        Path jar = Path.of(folder, symbolicName + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("there is no " + jar + ", where the framework property '" + FOLDER
                    + "' has the tests look: `./build jar tests` builds the bundles of tests/techniques");
        }
        return Files.newInputStream(jar);
    }

    /** Refreshes bundles and waits until the framework has done so. */
    static void refresh(List<Bundle> bundles) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Bundle system = PlatformTest.context().getBundle(0);
        system.adapt(FrameworkWiring.class).refreshBundles(bundles, event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                done.countDown();
            }
        });
        if (!done.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no refresh within " + REFRESH_SECONDS + " s");
        }
    }
}
