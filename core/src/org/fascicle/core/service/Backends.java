package org.fascicle.core.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.installation.BackendUse;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The backends that are there at this moment, best first: one list for all of the core. A backend itself is asked for when it is
 * first needed. It knows the models that are open, too, and so what uses a backend. Safe for any thread.
 */
@Component(service = {Backends.class, BackendUse.class})
public final class Backends implements BackendUse {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);
    private static final String CLASS_FILE = ".class";
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** In no order: a ranking may change while the backend is there. */
    private final Map<ServiceReference<Backend>, Backend> backends = new HashMap<>();
    /** How many are not in the list any more while listeners have yet to be called. Guarded by this. */
    private int leaving;
    /** The names of the bundles that backends came from; a backend that has gone is forgotten with whoever still has it. */
    private final Map<Backend, String> origins = Collections.synchronizedMap(new WeakHashMap<>());
    /** Those that nobody closes are forgotten as well. */
    private final Set<ModelState> models = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Function<ServiceReference<Backend>, Backend> services;
    private final long patience;

    /** Made by Declarative Services. */
    @Activate
    public Backends(BundleContext context) {
        this(context::getService, PATIENCE);
    }

    /**
     * A list that is still empty.
     *
     * @param services gives the backend of a reference; null if it has gone
     * @param patience how long a backend that has gone is waited for before another one takes over, in nanoseconds
     */
    Backends(Function<ServiceReference<Backend>, Backend> services, long patience) {
        this.services = services;
        this.patience = patience;
    }

    /** A backend has come. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void add(ServiceReference<Backend> reference) {
        synchronized (this) {
            backends.put(reference, null);
            notifyAll();
        }
        listeners.forEach(Listener::backendCame);
    }

    void remove(ServiceReference<Backend> reference) {
        Backend gone;
        synchronized (this) {
            gone = backends.remove(reference);
            leaving++;
        }
        try {
            listeners.forEach(Listener::backendLeaves);
        } finally {
            synchronized (this) {
                leaving--;
            }
        }
        listeners.forEach(Listener::backendLeft);
        // What listeners have closed needs no class any more.
        Bundle bundle = reference.getBundle();
        if (gone != null && bundle != null && !of(gone).isEmpty()) {
            loadAll(bundle);
        }
    }

    /** Whether a backend is not among {@link #all()} any more, and a listener has yet to be called, on the thread on which it leaves. */
    public synchronized boolean isLeaving() {
        return leaving > 0;
    }

    /**
     * Loads what a step under way may still need: the bundle is being stopped, and once it is refreshed or uninstalled, no class of it
     * can be loaded any more. Nothing is initialized, so that no library of the machine is loaded, and no code of the bundle runs.
     */
    private static void loadAll(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        Collection<String> files = wiring == null ? null
                : wiring.listResources("/", "*" + CLASS_FILE,
                        BundleWiring.LISTRESOURCES_RECURSE | BundleWiring.LISTRESOURCES_LOCAL);
        if (files == null) {
            return; // it was uninstalled or refreshed meanwhile
        }
        for (String file : files) {
            try {
                bundle.loadClass(file.substring(0, file.length() - CLASS_FILE.length()).replace('/', '.'));
            } catch (ClassNotFoundException | LinkageError | IllegalStateException e) {
                // One for what is not there, such as a library that may be missing: no step needs it.
            }
        }
    }

    /** All of them, best first. */
    public List<Backend> all() {
        List<ServiceReference<Backend>> references;
        synchronized (this) {
            references = new ArrayList<>(backends.keySet());
        }
        references.sort(Collections.reverseOrder());
        return references.stream().map(this::backend).filter(Objects::nonNull).collect(Collectors.toCollection(ArrayList::new));
    }

    // Whoever makes the backend may hold locks of its own, so none is held here.
    private @Nullable Backend backend(ServiceReference<Backend> reference) {
        synchronized (this) {
            if (backends.get(reference) != null || !backends.containsKey(reference)) {
                return backends.get(reference);
            }
        }
        Backend backend;
        try {
            backend = services.apply(reference);
        } catch (IllegalStateException e) {
            return null; // the core is being stopped
        }
        Bundle bundle = backend == null ? null : reference.getBundle();
        if (bundle != null) {
            origins.put(backend, bundle.getSymbolicName() + " " + bundle.getVersion());
        }
        synchronized (this) {
            if (backends.containsKey(reference)) {
                backends.put(reference, backend);
            }
        }
        return backend;
    }

    /** A model is open. */
    void opened(ModelState model) {
        models.add(model);
    }

    /** A model is closed. */
    void closed(ModelState model) {
        models.remove(model);
    }

    @Override
    public List<String> of(Backend backend) {
        List<ModelState> open;
        synchronized (models) {
            open = new ArrayList<>(models);
        }
        return open.stream().filter(model -> model.parts().backend == backend).map(ModelState::use).sorted()
                .collect(Collectors.toList());
    }

    /** What has to be said of a backend that has gone. */
    String gone(Backend backend) {
        String origin = origins.get(backend);
        return "The backend '" + backend.name() + "' has left" + (origin == null ? "" : ", with its bundle " + origin)
                + ". Start or install that again.";
    }

    /** Has a listener called from now on, until it is taken out again by what this returns. */
    public Runnable listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** One that can take over from a backend that has gone: of the same name, or the best if any may. */
    Optional<Backend> successor(Backend gone, Precision precision, boolean any) {
        List<Backend> able = all().stream().filter(backend -> backend != gone
                && backend.capabilities().precisions().contains(precision)).collect(Collectors.toList());
        Optional<Backend> same = able.stream().filter(backend -> backend.name().equals(gone.name())).findFirst();
        return same.isPresent() || !any ? same : able.stream().findFirst();
    }

    /**
     * Waits for a successor. One of the same name is waited for; only if it does not come for a while, another one is taken.
     *
     * @param any whether another one may be taken at all
     * @param forever whether to wait on after that while
     * @param givesUp whether waiting is to end without one; asked again and again
     */
    Optional<Backend> await(Backend gone, Precision precision, boolean any, boolean forever, BooleanSupplier givesUp)
            throws InterruptedException {
        long begin = System.nanoTime();
        while (!givesUp.getAsBoolean()) {
            boolean late = System.nanoTime() - begin >= patience;
            Optional<Backend> next = successor(gone, precision, any && late);
            if (next.isPresent() || late && !forever) {
                return next;
            }
            synchronized (this) {
                TimeUnit.NANOSECONDS.timedWait(this, LOOK_NANOS);
            }
        }
        return Optional.empty();
    }

    /** Is called within callbacks of the framework, so it must be quick. */
    public interface Listener {
        /** A backend has come, and is among {@link Backends#all()}. */
        void backendCame();

        /** A backend is leaving, and is not among {@link Backends#all()} any more. It can still be used until this returns. */
        void backendLeaves();

        /** {@link #backendLeaves()} has returned, of all listeners. */
        void backendLeft();
    }
}
