/** The schedule {@code performance}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.schedule.performance;

import org.osgi.annotation.versioning.Version;
