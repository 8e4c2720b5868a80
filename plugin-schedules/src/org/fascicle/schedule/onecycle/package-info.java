/** The schedule {@code one_cycle}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.schedule.onecycle;

import org.osgi.annotation.versioning.Version;
