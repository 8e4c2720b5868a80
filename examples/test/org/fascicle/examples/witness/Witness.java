package org.fascicle.examples.witness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * A bundle that is started before all others and stopped after them. It writes down what they have left behind in the process, into the
 * file that the framework's property {@code witness.report} names.
 */
public final class Witness implements BundleActivator {
    private Snapshot before;

    @Override
    public void start(BundleContext context) {
        before = new Snapshot();
    }

    @Override
    public void stop(BundleContext context) throws Exception {
        Files.write(Path.of(context.getProperty("witness.report")),
                before.differences(Pattern.compile("(?i)fascicle|jit|javacpp")));
    }
}
