package org.fascicle.dashboard.service;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;

import javax.servlet.Servlet;

import org.fascicle.api.Fascicle;
import org.fascicle.api.dashboard.Dashboard;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Techniques;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.dashboard.run.Archives;
import org.fascicle.dashboard.run.Runs;
import org.fascicle.dashboard.web.Gate;
import org.fascicle.dashboard.web.Site;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The dashboard: a servlet for the HTTP Whiteboard, while it is open. */
@Component
public final class DashboardComponent implements Dashboard {
    private static final String PATH = "/fascicle";

    private final BundleContext context;
    private final Fascicle fascicle;
    private final Techniques techniques;
    private final Runs runs = new Runs();
    private @Nullable ServiceRegistration<Servlet> open;
    private @Nullable Path shown;
    private String address = "";

    /** For Declarative Services. */
    @Activate
    public DashboardComponent(BundleContext context, @Reference Fascicle fascicle, @Reference Techniques techniques) {
        this.context = context;
        this.fascicle = fascicle;
        this.techniques = techniques;
    }

    @Override
    public synchronized String open(Path folder) {
        if (!Files.isDirectory(requireGiven(folder, "folder"))) {
            throw new InputException(folder.toString(), null, "there is no such folder", null);
        }
        Path whole = folder.toAbsolutePath().normalize();
        if (open != null && whole.equals(shown)) {
            return address;
        }
        close();
        Gate gate = Gate.random();
        Site site = new Site(gate, runs, new Archives(whole, fascicle), fascicle, techniques);
        shown = whole;
        address = PATH + "/?token=" + gate.token();
        open = context.registerService(Servlet.class, new PageServlet(site), new Hashtable<>(Map.of(
                "osgi.http.whiteboard.servlet.pattern", PATH + "/*",
                "osgi.http.whiteboard.servlet.name", "fascicle.dashboard")));
        return address;
    }

    @Override
    public synchronized void close() {
        if (open != null) {
            open.unregister();
            open = null;
        }
    }

    @Deactivate
    void deactivate() {
        close();
    }

    @Override
    public Training start(String name, TrainingPlan plan) {
        return runs.start(requireGiven(name, "name"), requireGiven(plan, "plan"));
    }
}
