package org.fascicle.dashboard.service;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import javax.servlet.Servlet;

import org.fascicle.api.Fascicle;
import org.fascicle.api.curve.TechniqueCurves;
import org.fascicle.api.dashboard.Dashboard;
import org.fascicle.api.doctor.Doctor;
import org.fascicle.api.installation.Installer;
import org.fascicle.api.measure.Measurement;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.technique.Techniques;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.dashboard.doctor.Examinations;
import org.fascicle.dashboard.examine.Predicting;
import org.fascicle.dashboard.examine.Profiling;
import org.fascicle.dashboard.install.Uploads;
import org.fascicle.dashboard.model.ModelFiles;
import org.fascicle.dashboard.model.PageTrainings;
import org.fascicle.dashboard.run.Archives;
import org.fascicle.dashboard.run.Runs;
import org.fascicle.dashboard.web.Gate;
import org.fascicle.dashboard.web.Site;
import org.fascicle.dashboard.web.Tools;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The dashboard: a servlet for the HTTP Whiteboard, while it is open. */
@Component
public final class DashboardComponent implements Dashboard {
    private static final String PATH = "/fascicle";

    /** An archive is written within this time, or the process ends without it. */
    private static final Duration PATIENCE = Duration.ofSeconds(50);
    /** A name or an IPv4 address; or an IPv6 address in brackets. */
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}._-]+|\\[[0-9a-fA-F:.]+(%[\\w.-]+)?]");

    private final BundleContext context;
    private final Fascicle fascicle;
    private final Techniques techniques;
    private final TechniqueCurves curves;
    private final Measurement measurement;
    private final Runs runs = new Runs();
    private @Nullable Opened open;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Doctor doctor;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Installer installer;

    /** Pages that are open. */
    private record Opened(Path folder, List<String> hosts, String address, ServiceRegistration<Servlet> servlet, Site site,
            Tools tools) {}

    /** For Declarative Services. */
    @Activate
    public DashboardComponent(BundleContext context, @Reference Fascicle fascicle, @Reference Techniques techniques,
            @Reference TechniqueCurves curves, @Reference Measurement measurement) {
        this.context = context;
        this.fascicle = fascicle;
        this.techniques = techniques;
        this.curves = curves;
        this.measurement = measurement;
    }

    @Override
    public String open(Path folder) {
        return open(folder, List.of());
    }

    @Override
    public String open(Path folder, Collection<String> hosts) {
        if (!Files.isDirectory(requireGiven(folder, "folder"))) {
            throw new InputException(folder.toString(), null, "there is no such folder", null);
        }
        for (String host : requireGiven(hosts, "hosts")) {
            if (!HOST.matcher(host).matches()) {
                throw new InputException(host, null, "is no name and no address of a machine",
                        "Name it without http:// and without a port; an address of IPv6 stands in brackets");
            }
        }
        Path whole = folder.toAbsolutePath().normalize();
        List<String> others = List.copyOf(hosts);
        synchronized (this) {
            if (open != null && whole.equals(open.folder) && open.hosts.equals(others)) {
                return open.address;
            }
        }
        close();
        return opened(whole, others);
    }

    private synchronized String opened(Path whole, List<String> hosts) {
        if (open != null) {
            throw new StateException("the dashboard is opened by another thread");
        }
        Gate gate = Gate.random(hosts);
        Tools tools = new Tools(new ModelFiles(whole, fascicle), new PageTrainings(whole, fascicle, runs),
                new Examinations(whole, fascicle, () -> doctor), new Uploads(() -> installer, techniques), curves,
                new Profiling(fascicle, measurement), new Predicting(fascicle));
        Site site = new Site(gate, runs, new Archives(whole, fascicle), techniques, tools);
        String address = PATH + "/?token=" + gate.token();
        open = new Opened(whole, hosts, address,
                context.registerService(Servlet.class, new PageServlet(site), new Hashtable<>(Map.of(
                        "osgi.http.whiteboard.servlet.pattern", PATH + "/*",
                        "osgi.http.whiteboard.servlet.name", "fascicle.dashboard"))),
                site, tools);
        return address;
    }

    @Override
    public void close() {
        Opened closing = taken();
        if (closing != null) {
            closing.tools.examinations().close();
            closing.tools.trainings().close(PATIENCE);
        }
    }

    private synchronized @Nullable Opened taken() {
        Opened closing = open;
        open = null;
        if (closing != null) {
            closing.servlet.unregister();
            closing.site.close();
        }
        return closing;
    }

    // No bundle's stop waits for a step: what can be kept is still written.
    @Deactivate
    void deactivate() {
        Opened closing = taken();
        if (closing != null) {
            closing.tools.examinations().close();
            closing.tools.trainings().stop();
        }
    }

    @Override
    public Training start(String name, TrainingPlan plan) {
        return runs.start(requireGiven(name, "name"), requireGiven(plan, "plan")).training();
    }
}
