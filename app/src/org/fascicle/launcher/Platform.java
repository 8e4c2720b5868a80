package org.fascicle.launcher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

import org.fascicle.installation.Digest;
import org.fascicle.installation.Failure;
import org.fascicle.installation.Installation;
import org.fascicle.installation.Problem;
import org.fascicle.installation.Trust;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;

/** A framework with the bundles of an installation in it: all installed first, then started, so that their order never matters. */
public final class Platform {
    private static final Logger LOG = Logger.getLogger(Platform.class.getName());
    /** The property of the service that trusts what a bundle holds. */
    private static final String GRANT = "fascicle.trust.grant";
    /** The property of the service that says which list this process was started from: digests by name and version. */
    private static final String APPLIED = "fascicle.installation.applied";
    /** How often it is asked whether the application has ended, in milliseconds. */
    private static final long ROUND = 100;
    /** How often the list is read, if files are gone that it named. */
    private static final int ROUNDS = 5;

    private final Installation installation;
    private final String[] arguments;
    private final Path memory;
    private final Framework framework;
    private final Map<String, Exception> failed = new LinkedHashMap<>();
    /** The digests of the bundles that this platform was started with, by name and version. */
    private final Map<String, String> applied = new LinkedHashMap<>();

    /**
     * A platform that is not started yet.
     *
     * @param cache the framework's own folder
     * @param arguments of the application, for a service with the property {@code launcher.arguments}
     */
    public Platform(Installation installation, Path cache, String[] arguments) throws Failure {
        this.installation = installation;
        this.arguments = arguments;
        installation.bundles().forEach(entry -> applied.put(entry.toString(), entry.sha256()));
        // Another installation has another.
        this.memory = cache.resolveSibling("digests-" + Integer.toHexString(installation.folder().hashCode()));
        Iterator<FrameworkFactory> factories =
                ServiceLoader.load(FrameworkFactory.class, Platform.class.getClassLoader()).iterator();
        if (!factories.hasNext()) {
            throw new Failure("there is no OSGi framework on the class path");
        }
        Map<String, String> properties = new HashMap<>(installation.framework());
        properties.put(Constants.FRAMEWORK_STORAGE, cache.toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put("fascicle.installation", installation.folder().toString());
        properties.put("launch.services", "true");
        // the shutdown hook is the launcher's, and it is the only one
        properties.put("felix.shutdown.hook", "false");
        framework = factories.next().newFramework(properties);
    }

    /** Starts the framework and every bundle that will start; what will not is in {@link #problems()}. */
    public void start() throws Failure {
        List<Installation.Entry> verified = installation.trust() == Trust.ANY ? List.of()
                : installation.bundles().stream().filter(entry -> !entry.added()).toList();
        try (Verification verification = new Verification(verified, memory)) {
            framework.init();
            BundleContext context = framework.getBundleContext();
            context.addFrameworkListener(Platform::log);
            Dictionary<String, Object> offered = new Hashtable<>();
            offered.put("launcher.arguments", arguments);
            // For whoever starts such a process: its arguments come after these, and the virtual machine's options after the first.
            offered.put("launcher.command", new String[] {Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), installation.folder().toString()});
            offered.put(Constants.SERVICE_RANKING, -1000);
            context.registerService(Object.class, arguments, offered);
            TrustHook hook = installation.trust() == Trust.ANY ? null : new TrustHook();
            Map<Bundle, Installation.Entry> installed =
                    install(context, hook, hook == null ? Verification::requireFile : verification::require);
            // For whoever follows the list: what is not in here has changed since.
            context.registerService(Map.class, Map.copyOf(applied), new Hashtable<>(
                    Map.of(APPLIED, true, "plugins", installation.bundles().stream().anyMatch(e -> !e.source().isEmpty()))));
            framework.start();
            framework.adapt(FrameworkWiring.class).resolveBundles(installed.keySet());
            if (hook != null) {
                // Not before, as it takes time: all that is installed so far has been verified, and none of it has run.
                context.registerService(ResolverHookFactory.class, hook, null);
                // For whoever installs more, and verifies it before.
                context.registerService(Consumer.class, (Consumer<Bundle>) hook::grant, new Hashtable<>(Map.of(GRANT, true)));
            }
            installed.forEach(this::start);
        } catch (BundleException e) {
            throw new Failure("the framework does not start: " + e.getMessage());
        }
    }

    /** What goes wrong inside of the framework, in one line; where it happened is for whoever looks for it. */
    private static void log(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.ERROR) {
            LOG.warning("in the bundle " + event.getBundle().getSymbolicName() + ": " + Problem.describe(event.getThrowable()));
            LOG.log(Level.FINE, "where that happened", event.getThrowable());
        }
    }

    private interface Check {
        void require(Installation.Entry entry) throws IOException;
    }

    private Map<Bundle, Installation.Entry> install(BundleContext context, @Nullable TrustHook hook, Check check) {
        Map<Bundle, Installation.Entry> installed = new LinkedHashMap<>();
        List<Installation.Entry> open = installation.bundles();
        for (int round = 0; round < ROUNDS && !open.isEmpty(); round++) {
            List<Installation.Entry> gone = new ArrayList<>();
            for (Installation.Entry entry : open) {
                try {
                    Bundle bundle = entry.added() ? added(context, entry) : shipped(context, entry, check);
                    if (hook != null) {
                        hook.grant(bundle);
                    }
                    installed.put(bundle, entry);
                } catch (BundleException | IOException e) {
                    failed.put(entry.toString(), e);
                    if (entry.added() && !Files.exists(entry.file())) {
                        gone.add(entry);
                    }
                }
            }
            open = gone.isEmpty() ? List.of() : instead(gone);
        }
        return installed;
    }

    /** What another process, which has changed the installation in this moment, has put in the place of entries whose files are gone. */
    private List<Installation.Entry> instead(List<Installation.Entry> gone) {
        try {
            List<Installation.Entry> now = Installation.read(installation.folder()).bundles();
            List<Installation.Entry> replaced = gone.stream().filter(entry -> !now.contains(entry)).toList();
            replaced.forEach(entry -> failed.remove(entry.toString()));
            replaced.forEach(entry -> applied.remove(entry.toString()));
            List<Installation.Entry> others =
                    now.stream().filter(entry -> entry.added() && !installation.bundles().contains(entry)
                            && replaced.stream().anyMatch(old -> old.name().equals(entry.name()))).toList();
            others.forEach(entry -> applied.put(entry.toString(), entry.sha256()));
            return others;
        } catch (Failure e) {
            return List.of(); // that the files are missing is said already
        }
    }

    private static Bundle shipped(BundleContext context, Installation.Entry entry, Check check)
            throws BundleException, IOException {
        check.require(entry);
        return context.installBundle("reference:" + entry.file().toUri());
    }

    // What users add is held in the framework's own cache: what was verified is what runs, even if the file is replaced.
    private Bundle added(BundleContext context, Installation.Entry entry) throws BundleException, IOException {
        Verification.requireFile(entry);
        byte[] bytes = Files.readAllBytes(entry.file());
        if (installation.trust() != Trust.ANY) {
            Verification.require(entry, Digest.of(bytes));
        }
        return context.installBundle("plugin:" + entry.name() + "-" + UUID.randomUUID(), new ByteArrayInputStream(bytes));
    }

    private void start(Bundle bundle, Installation.Entry entry) {
        if (entry.start()) {
            try {
                bundle.start();
            } catch (BundleException | RuntimeException e) {
                // Whoever follows the list may have taken it out already.
                if (bundle.getState() != Bundle.UNINSTALLED) {
                    failed.put(entry.toString(), e);
                }
            }
        }
    }

    /** The framework's context; null before the start. */
    public @Nullable BundleContext context() {
        return framework.getBundleContext();
    }

    /** Why bundles are not running that should be: a line for each reason. All techniques miss the same thing if the core is not there. */
    public List<String> problems() {
        Map<String, List<String>> bundles = new LinkedHashMap<>();
        failed.forEach((bundle, e) -> bundles
                .computeIfAbsent(Problem.describe(e).replaceFirst(" of " + Pattern.quote(bundle.split(" ")[0]) + "$", ""),
                        reason -> new ArrayList<>())
                .add(bundle));
        List<String> problems = new ArrayList<>();
        bundles.forEach((reason, all) -> problems.add(all.get(0)
                + (all.size() == 1 ? "" : " and " + (all.size() - 1) + " more") + ": " + reason));
        return problems;
    }

    /** Waits until the framework has stopped, for whatever reason. */
    public void join() throws InterruptedException {
        FrameworkEvent event;
        do {
            event = framework.waitForStop(0);
        } while (event.getType() == FrameworkEvent.STOPPED_UPDATE);
    }

    /** Stops the framework and says whether it had stopped in time. */
    public boolean stop(long millis) throws InterruptedException {
        return stop(millis, millis, new CountDownLatch(0));
    }

    /**
     * Stops the framework and says whether it had stopped in time.
     *
     * @param millis how long it may take once the application has ended
     * @param most how long it may take at most
     * @param ended is counted down when the application has ended
     */
    public boolean stop(long millis, long most, CountDownLatch ended) throws InterruptedException {
        try {
            framework.stop();
        } catch (BundleException e) {
            return false;
        }
        long start = System.nanoTime();
        long alone = -1;
        while (framework.waitForStop(ROUND).getType() == FrameworkEvent.WAIT_TIMEDOUT) {
            long now = System.nanoTime();
            alone = alone < 0 && ended.getCount() == 0 ? now : alone;
            if (now - start > most * 1_000_000 || alone >= 0 && now - alone > millis * 1_000_000) {
                return false;
            }
        }
        return true;
    }
}
