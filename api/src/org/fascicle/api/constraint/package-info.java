/** The contract of constraints. */
@Version("0.1.0")
package org.fascicle.api.constraint;

import org.osgi.annotation.versioning.Version;
