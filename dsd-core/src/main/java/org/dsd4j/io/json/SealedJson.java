package org.dsd4j.io.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.FileErrors;
import org.dsd4j.internal.Internal;

/**
 * A JSON object whose last field is the SHA-256 of all bytes before it, which shows any truncation
 * or changed byte.
 *
 * @hidden
 */
@Internal
public final class SealedJson {
  private static final String SEAL = ",\"sha256\":\"";
  private static final int SEAL_BYTES = SEAL.length() + 64 + "\"}".length();
  private static final long LARGEST = 1L << 28;

  /** Reads and writes values strictly: missing and unknown fields and other types are errors. */
  public static final ObjectMapper MAPPER =
      JsonMapper.builder()
          // Only the components of records are part of the file.
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private SealedJson() {}

  /** The sealed bytes of an object, which must not be empty. */
  public static byte[] seal(ObjectNode object) {
    try {
      byte[] json = MAPPER.writeValueAsBytes(object);
      byte[] body = Arrays.copyOf(json, json.length - 1);
      byte[] sealed = Arrays.copyOf(body, body.length + SEAL_BYTES);
      byte[] seal = (SEAL + sha256(body) + "\"}").getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(seal, 0, sealed, body.length, seal.length);
      return sealed;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values always make JSON", e);
    }
  }

  /**
   * Reads a sealed object.
   *
   * @throws CorruptDataException if it is incomplete or was changed
   */
  public static ObjectNode open(Path file) {
    return open(file, bytes(file), "use an older one");
  }

  /**
   * Reads a sealed object from the bytes of a file.
   *
   * @param remedy what to do if they are damaged
   */
  public static ObjectNode open(Path file, byte[] bytes, String remedy) {
    int end = bytes.length - SEAL_BYTES;
    String seal = end < 0 ? "" : new String(bytes, end, SEAL_BYTES, StandardCharsets.ISO_8859_1);
    if (!seal.equals(SEAL + sha256(Arrays.copyOf(bytes, Math.max(0, end))) + "\"}")) {
      throw new CorruptDataException(
          file,
          "JSON that ends with the SHA-256 of all before it",
          bytes.length + " bytes that do not",
          remedy);
    }
    try {
      JsonNode node = MAPPER.readTree(bytes);
      if (node instanceof ObjectNode object) {
        object.remove("sha256");
        return object;
      }
      throw new CorruptDataException(file, "a JSON object", node.getNodeType(), remedy);
    } catch (IOException e) {
      throw new CorruptDataException(file, "JSON", e.getMessage(), remedy).causedBy(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      long size = Files.size(file);
      if (size > LARGEST) {
        throw new CorruptDataException(
            file, "at most " + LARGEST + " bytes", size, "use an older one");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw FileErrors.unreadable(file, e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
