package org.fascicle.examples.gateway;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * A bundle that predicts from the archive that the property {@code com.example.archive} names, says whether the process then holds at
 * most so many bytes as {@code com.example.bound} says, and stops the framework.
 */
public final class Gateway implements BundleActivator {
    private static final int[] BATCHES = {1, 100};

    @Override
    public void start(BundleContext context) throws Exception {
        Fascicle fascicle = context.getService(context.getServiceReference(Fascicle.class));
        try (Model model = fascicle.open(Path.of(context.getProperty("com.example.archive")), Settings.defaults())) {
            int inputs = model.inputs().get(0).size();
            for (int rows : BATCHES) {
                float[] outputs = model.predict(new float[rows * inputs], rows);
                System.out.println(rows + " rows, " + outputs.length + " outputs");
            }
            long held = held();
            long bound = Long.parseLong(context.getProperty("com.example.bound"));
            System.out.println(held <= bound ? "within the bound" : held + " bytes are held, and the bound is " + bound);
        }
        context.getBundle(0).stop();
    }

    @Override
    public void stop(BundleContext context) {
        // It has ended by itself.
    }

    /** Bytes of the heap that are reachable, and bytes outside of it. */
    private static long held() {
        System.gc();
        long bytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();

        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            bytes += pool.getMemoryUsed();
        }
        return bytes;
    }
}
