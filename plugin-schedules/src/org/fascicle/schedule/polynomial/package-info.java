/** The schedule {@code polynomial}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.schedule.polynomial;

import org.osgi.annotation.versioning.Version;
