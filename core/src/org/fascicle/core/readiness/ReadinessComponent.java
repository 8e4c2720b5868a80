package org.fascicle.core.readiness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.readiness.ModelNeed;
import org.fascicle.api.readiness.ModelReadiness;
import org.fascicle.api.readiness.Readiness;
import org.fascicle.core.registry.TechniqueRegistry;
import org.fascicle.core.service.Backends;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/** Follows {@link ModelNeed} services, whoever registers them, and keeps a condition for each. Safe for any thread. */
@Component(service = Readiness.class, immediate = true)
public final class ReadinessComponent
        implements Readiness, ServiceTrackerCustomizer<ModelNeed, WatchedNeed>, WatchedNeed.Ids, Backends.Listener {
    private final BundleContext context;
    private final TechniqueRegistry techniques;
    private final Map<String, WatchedNeed> ids = new ConcurrentHashMap<>();
    private final Map<ServiceReference<ModelNeed>, WatchedNeed> needs = new ConcurrentHashMap<>();
    private final Worker worker = new Worker();
    private final Backends backends;
    private final List<Runnable> listening;
    private final ServiceTracker<ModelNeed, WatchedNeed> tracker;

    /** Starts to follow them. */
    @Activate
    public ReadinessComponent(BundleContext context, @Reference TechniqueRegistry techniques, @Reference Backends backends) {
        this.context = context;
        this.techniques = techniques;
        this.backends = backends;
        this.listening = List.of(backends.listen(this),
                techniques.listen((kind, name) -> needs.values().forEach(need -> need.techniqueChanged(kind, name))));
        this.tracker = new ServiceTracker<>(context, ModelNeed.class, this);
        tracker.open();
    }

    /** Takes all conditions back. */
    @Deactivate
    public void close() {
        tracker.close();
        listening.forEach(Runnable::run);
        worker.close();
    }

    @Override
    public void backendCame() {
        needs.values().forEach(WatchedNeed::backendCame);
    }

    @Override
    public void backendLeaves() {
        needs.values().forEach(WatchedNeed::backendLeaves);
    }

    @Override
    public void backendLeft() {
        needs.values().forEach(WatchedNeed::backendLeft);
    }

    @Override
    public List<ModelReadiness> all() {
        return needs.values().stream().map(WatchedNeed::readiness)
                .sorted(Comparator.comparing(ModelReadiness::id)).collect(Collectors.toUnmodifiableList());
    }

    @Override
    public Optional<ModelReadiness> of(String id) {
        WatchedNeed need = ids.get(id);
        // One that was registered a moment ago may not have been read yet.
        return need != null ? Optional.of(need.readiness())
                : all().stream().filter(readiness -> readiness.id().equals(id)).findFirst();
    }

    @Override
    public ModelReadiness check(ModelNeed need) {
        String id = Wish.id(need);
        try {
            Wish wish = Wish.of(need);
            return Survey.of(wish, techniques, backends, true).readiness(id, wish.model());
        } catch (InputException e) {
            return ModelReadiness.of(id, "its model", List.of(), List.of(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public WatchedNeed addingService(ServiceReference<ModelNeed> reference) {
        WatchedNeed need = new WatchedNeed(reference, context, techniques, backends, worker, this);
        needs.put(reference, need);
        need.start();
        return need;
    }

    @Override
    public void modifiedService(ServiceReference<ModelNeed> reference, WatchedNeed need) {
        need.modified();
    }

    @Override
    public void removedService(ServiceReference<ModelNeed> reference, WatchedNeed need) {
        needs.remove(reference);
        need.close();
    }

    @Override
    public void claim(String id, WatchedNeed need) {
        WatchedNeed owner = ids.putIfAbsent(id, need);
        if (owner != null && owner != need) {
            throw new InputException(null, null, "the id '" + id + "' has been taken by " + owner.describe(),
                    "Give each need an id of its own");
        }
        release(need, id);
    }

    @Override
    public void release(WatchedNeed need) {
        release(need, null);
    }

    private void release(WatchedNeed need, @Nullable String kept) {
        boolean released = ids.entrySet().removeIf(entry -> entry.getValue() == need && !entry.getKey().equals(kept));
        if (released) {
            new ArrayList<>(needs.values()).forEach(WatchedNeed::retry);
        }
    }
}
