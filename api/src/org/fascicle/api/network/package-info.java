/** Networks as an application uses them: made from model files, trained, evaluated, saved. */
@Version("0.2.0")
package org.fascicle.api.network;

import org.osgi.annotation.versioning.Version;
