/** Trees of JSON, read and written without binding any class to it. */
package org.fascicle.core.json;
