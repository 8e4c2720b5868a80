package org.fascicle.backend.gpu.opencl;

import java.util.Map;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.gpu.run.LazyBackend;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The backend on a device that speaks OpenCL. */
@Component(service = Backend.class, configurationPid = "fascicle.backend.opencl",
        property = Constants.SERVICE_RANKING + ":Integer=-200")
public final class OpenClBackend extends LazyBackend {
    /** Made by Declarative Services. */
    @Activate
    public OpenClBackend(BundleContext context, Map<String, Object> configuration) {
        super("opencl", new OpenClDevices(), context, configuration);
    }

    @Override
    @Deactivate
    public void stop() {
        super.stop();
    }
}
