package org.fascicle.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;

import org.fascicle.api.Fascicle;
import org.fascicle.api.backend.Backend;
import org.fascicle.api.conformance.Conformance;
import org.fascicle.api.curve.TechniqueCurves;
import org.fascicle.api.doctor.Doctor;
import org.fascicle.api.format.ModelFormat;
import org.fascicle.api.installation.Installer;
import org.fascicle.api.measure.Measurement;
import org.fascicle.api.readiness.Readiness;
import org.fascicle.api.table.TableFormat;
import org.fascicle.api.technique.Techniques;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The platform as OSGi services. They come and go; for one that is missing, the message says why. */
@Component
public final class OsgiPlatform implements Platform {
    // A training ends after the step at hand, and writes a checkpoint and its archive: the launcher waits a little longer.
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String COMMAND = "launcher.command";
    private static final Logger LOG = Logger.getLogger(OsgiPlatform.class.getName());

    private final Interruption interruption = new Interruption();
    private final List<ServiceReference<Backend>> backends = new CopyOnWriteArrayList<>();
    private final BundleContext context;
    private final DashboardHost ownServer;
    private final DashboardHost hostServer;
    private final SynchronousBundleListener listener = this::changed;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Fascicle fascicle;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Techniques techniques;

    /** For Declarative Services. */
    @Activate
    public OsgiPlatform(BundleContext context) {
        this.context = context;
        this.ownServer = new WebServer(context);
        this.hostServer = new HostWebServer(context);
        context.addBundleListener(listener);
    }

    @Deactivate
    void deactivate() {
        context.removeBundleListener(listener);
        interruption.request(PATIENCE);
    }

    // Holds the reference alone: a backend loads its natives when it is first needed.
    @Reference(service = Backend.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addBackend(ServiceReference<Backend> backend) {
        backends.add(backend);
    }

    void removeBackend(ServiceReference<Backend> backend) {
        backends.remove(backend);
    }

    @Override
    public Fascicle fascicle() {
        Fascicle found = fascicle;
        if (found == null) {
            throw new MissingException(new Explanation(context).of(Fascicle.class.getName()));
        }
        return found;
    }

    @Override
    public Measurement measurement() {
        return service(Measurement.class);
    }

    @Override
    public Techniques techniques() {
        Techniques found = techniques;
        if (found == null) {
            throw new MissingException(new Explanation(context).of(Techniques.class.getName()));
        }
        return found;
    }

    @Override
    public List<Backend> backends() {
        List<ServiceReference<Backend>> sorted = new ArrayList<>(backends);
        sorted.sort(Comparator.reverseOrder());
        List<Backend> found = new ArrayList<>();
        for (ServiceReference<Backend> reference : sorted) {
            Backend backend = context.getService(reference);
            if (backend == null) {
                LOG.warning("the backend of " + reference.getBundle() + " is registered and cannot be made");
            } else {
                found.add(backend);
            }
        }
        return found;
    }

    // Looked up when it is asked for: it needs every backend, and a backend loads its natives.
    @Override
    public Doctor doctor() {
        return service(Doctor.class);
    }

    @Override
    public TechniqueCurves curves() {
        return service(TechniqueCurves.class);
    }

    @Override
    public Conformance conformance() {
        return service(Conformance.class);
    }

    @Override
    public Installer installer() {
        return service(Installer.class);
    }

    @Override
    public List<ModelFormat> formats() {
        List<ModelFormat> found = all(ModelFormat.class);
        found.sort(Comparator.comparing(ModelFormat::name));
        return found;
    }

    @Override
    public List<TableFormat> tableFormats() {
        List<TableFormat> found = all(TableFormat.class);
        found.sort(Comparator.comparing(TableFormat::name));
        return found;
    }

    private <T> List<T> all(Class<T> type) {
        List<T> found = new ArrayList<>();
        try {
            for (ServiceReference<T> reference : context.getServiceReferences(type, null)) {
                T service = context.getService(reference);
                if (service != null) {
                    found.add(service);
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    @Override
    public Readiness readiness() {
        return service(Readiness.class);
    }

    private <T> T service(Class<T> type) {
        ServiceReference<T> reference = context.getServiceReference(type);
        T service = reference == null ? null : context.getService(reference);
        if (service == null) {
            throw new MissingException(new Explanation(context).of(type.getName()));
        }
        return service;
    }

    @Override
    public String example() {
        try (InputStream in = OsgiPlatform.class.getResourceAsStream("example.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String version() {
        return context.getBundle().getVersion().toString();
    }

    @Override
    public String framework() {
        Bundle system = context.getBundle(0);
        return system.getSymbolicName() + " " + system.getVersion();
    }

    @Override
    public List<String> command() {
        try {
            ServiceReference<?>[] launchers = context.getServiceReferences((String) null, "(" + COMMAND + "=*)");
            return launchers == null ? List.of() : List.of((String[]) launchers[0].getProperty(COMMAND));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public DashboardHost dashboardHost() {
        return WebServer.isInstalled(context) ? ownServer : hostServer;
    }

    @Override
    public Interruption interruption() {
        return interruption;
    }

    // The framework says that it stops before it stops the first bundle: in that moment everything is still there.
    private void changed(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
            interruption.request(PATIENCE);
        }
    }
}
