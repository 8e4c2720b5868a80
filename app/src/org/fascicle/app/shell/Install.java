package org.fascicle.app.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.verb.Verb;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Installs a bundle into the running platform and starts it. */
@Command(name = "install", description = "Install a bundle into this running platform: its techniques can be used at once.")
final class Install extends Verb {
    @Parameters(index = "0", paramLabel = "JAR", description = "The bundle's file. Installed once more, it is updated.")
    private Path jar;

    private final BundleContext context;

    Install(Platform platform, Console console, BundleContext context) {
        super(platform, console);
        this.context = context;
    }

    @Override
    public Integer call() {
        Path file = console().resolve(jar).toAbsolutePath().normalize();
        boolean fragment = check(file);
        Bundle known = context.getBundle(location(file));
        Bundle bundle = known == null ? install(file) : update(known, file);
        if (!fragment) {
            start(bundle, known == null);
        }
        String done = known == null ? "installed " : "updated ";
        console().out().println(done + bundle.getSymbolicName() + " " + bundle.getVersion());
        for (TechniqueType type : platform().techniques().all()) {
            if (type.provider().equals(bundle.getSymbolicName())) {
                console().out().println("  " + type);
            }
        }
        return DONE;
    }

    private static String location(Path file) {
        return file.toUri().toString();
    }

    /** Whether the file is a fragment. */
    private boolean check(Path file) {
        if (!Files.isRegularFile(file)) {
            throw problem("there is no such file", null);
        }
        try (JarFile opened = new JarFile(file.toFile())) {
            Manifest manifest = opened.getManifest();
            Attributes headers = manifest == null ? new Attributes() : manifest.getMainAttributes();
            if (headers.getValue(Constants.BUNDLE_SYMBOLICNAME) == null) {
                throw problem("is no bundle: its manifest names no " + Constants.BUNDLE_SYMBOLICNAME, "Build it with bnd.");
            }
            return headers.getValue(Constants.FRAGMENT_HOST) != null;
        } catch (IOException e) {
            throw problem("is no jar: " + e.getMessage(), null);
        }
    }

    private Bundle install(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return context.installBundle(location(file), in);
        } catch (BundleException | IOException e) {
            throw problem("cannot be installed: " + oneLine(e), null);
        }
    }

    private Bundle update(Bundle bundle, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            bundle.update(in);
        } catch (BundleException | IOException e) {
            throw problem("cannot be updated: " + oneLine(e), null);
        }
        refresh(context, bundle);
        return bundle;
    }

    private void start(Bundle bundle, boolean fresh) {
        try {
            bundle.start();
        } catch (BundleException e) {
            if (fresh) {
                uninstall(bundle);
            }
            boolean unresolved = e.getType() == BundleException.RESOLVE_ERROR;
            throw problem((unresolved ? "does not resolve: " : "does not start: ") + oneLine(e),
                    unresolved ? "Install what it requires first." : null);
        }
    }

    private void uninstall(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException e) {
            console().err().println("fascicle: " + bundle.getSymbolicName() + " cannot be uninstalled again: " + oneLine(e));
        }
    }

    /** Refreshes the framework's packages, and waits until that is done. */
    static void refresh(BundleContext context, Bundle bundle) {
        CountDownLatch done = new CountDownLatch(1);
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(bundle), event -> done.countDown());
        try {
            done.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private InputException problem(String what, @Nullable String remedy) {
        return new InputException(jar.toString(), null, what, remedy);
    }

    // Felix says what is missing twice.
    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ").replaceAll(" Unresolved requirements: .*", "");
    }
}
