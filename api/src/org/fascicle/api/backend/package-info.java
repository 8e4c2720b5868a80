/** The contract of backends. */
@Version("0.2.0")
package org.fascicle.api.backend;

import org.osgi.annotation.versioning.Version;
