package org.fascicle.backend.gpu.opencl;

import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.gpu.run.LazyBackend;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * The backend on a device that speaks OpenCL. The configuration {@code fascicle.backend.opencl} may have options for the driver's compiler:
 * {@code compiler_options}; or else the property {@code fascicle.backend.opencl.compiler_options} has. Programs record them.
 */
@Component(service = Backend.class, configurationPid = "fascicle.backend.opencl",
        property = Constants.SERVICE_RANKING + ":Integer=-200")
public final class OpenClBackend extends LazyBackend {
    private static final String NAME = "opencl";
    private static final String OPTIONS = "compiler_options";

    /** Made by Declarative Services. */
    @Activate
    public OpenClBackend(BundleContext context, Map<String, Object> configuration) {
        super(NAME, new OpenClDevices(setting(NAME, OPTIONS, context, configuration).orElse("")), context, configuration);
    }

    @Override
    @Deactivate
    public void stop() {
        super.stop();
    }
}
