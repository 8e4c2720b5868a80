package org.fascicle.app.shell;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.TreeSet;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.verb.Verb;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints what a bundle says of itself. */
@Command(name = "headers", description = "Print the headers of a bundle's manifest.")
final class Headers extends Verb {
    @Parameters(paramLabel = "BUNDLE", description = "A symbolic name, as 'techniques' lists it, or a bundle's number.")
    private String name;

    private final BundleContext context;

    Headers(Platform platform, Console console, BundleContext context) {
        super(platform, console);
        this.context = context;
    }

    @Override
    public Integer call() {
        List<Bundle> found = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>();
        for (Bundle bundle : context.getBundles()) {
            String symbolicName = String.valueOf(bundle.getSymbolicName());
            names.add(symbolicName);
            if (name.equals(symbolicName) || name.equals(Long.toString(bundle.getBundleId()))) {
                found.add(bundle);
            }
        }
        if (found.isEmpty()) {
            throw new InputException(null, null, "no bundle '" + name + "' is installed", Nearest.hint(name, names));
        }
        for (Bundle bundle : found) {
            console().out().println(bundle.getSymbolicName() + " " + bundle.getVersion() + ", bundle " + bundle.getBundleId());
            Dictionary<String, String> headers = bundle.getHeaders("");
            for (String key : new TreeSet<>(Collections.list(headers.keys()))) {
                console().out().println("  " + key + ": " + headers.get(key));
            }
        }
        return DONE;
    }
}
