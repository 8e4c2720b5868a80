package org.fascicle.app.shell;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.verb.Verb;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Uninstalls a bundle of the running platform. */
@Command(name = "uninstall", description = "Take a bundle out of this running platform..")
final class Uninstall extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "The bundle's symbolic name, as 'techniques' lists it.")
    private String name;

    @Parameters(index = "1", arity = "0..1", paramLabel = "VERSION",
            description = "Its version, where several are installed.")
    private @Nullable String version;

    private final BundleContext context;

    Uninstall(Platform platform, Console console, BundleContext context) {
        super(platform, console);
        this.context = context;
    }

    @Override
    public Integer call() {
        Bundle bundle = find();
        try {
            bundle.uninstall();
        } catch (BundleException e) {
            throw new InputException(name, null, "cannot be uninstalled: " + e.getMessage(), null);
        }
        Install.refresh(context, bundle);
        console().out().println("uninstalled " + bundle.getSymbolicName() + " " + bundle.getVersion());
        return DONE;
    }

    private Bundle find() {
        List<Bundle> found = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            // The framework itself and this application cannot be uninstalled.
            if (bundle.getBundleId() != 0 && !bundle.equals(context.getBundle())) {
                names.add(bundle.getSymbolicName());
                if (name.equals(bundle.getSymbolicName()) && (version == null || bundle.getVersion().equals(version()))) {
                    found.add(bundle);
                }
            }
        }
        if (found.isEmpty()) {
            String wanted = version == null ? name : name + " " + version;
            throw new InputException(null, null, "no bundle '" + wanted + "' is installed",
                    Nearest.hint(name, names));
        }
        if (found.size() > 1) {
            List<String> versions = new ArrayList<>();
            found.forEach(bundle -> versions.add(bundle.getVersion().toString()));
            throw new InputException(name, null, "is installed in the versions " + String.join(", ", versions),
                    "Name one of them.");
        }
        return found.get(0);
    }

    private Version version() {
        try {
            return Version.parseVersion(version);
        } catch (IllegalArgumentException e) {
            throw new InputException(name, null, "'" + version + "' is no version", "Write for example 1.0.0.");
        }
    }
}
