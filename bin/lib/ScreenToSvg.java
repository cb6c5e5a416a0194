import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Draws a screen that tmux captured with its colours (standard input) as SVG; COLUMNS is how wide it was. */
final class ScreenToSvg {
  private static final double CHARACTER = 8.4;
  private static final int LINE = 18;
  private static final int MARGIN = 12;
  private static final Pattern STYLE = Pattern.compile("\033\\[([0-9;]*)m|\033\\(B|\017");
  private static final String FOREGROUND = "#d8dee9";
  private static final Map<String, String> COLOURS =
      Map.of("31", "#e06c75", "32", "#98c379", "33", "#e5c07b", "34", "#61afef", "36", "#56b6c2");

  public static void main(String[] args) throws IOException {
    int columns = Integer.parseInt(args[0]);
    String screen = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    List<String> lines = screen.stripTrailing().lines().toList();
    int width = (int) (columns * CHARACTER) + 2 * MARGIN;
    int height = lines.size() * LINE + 2 * MARGIN;
    StringBuilder svg = new StringBuilder();
    svg.append(String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\">%n", width, height));
    svg.append("<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"#1e222a\"/>\n");
    svg.append("<g font-family=\"Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"14\" fill=\"" + FOREGROUND + "\">\n");
    for (int row = 0; row < lines.size(); row++) {
      draw(svg, lines.get(row), MARGIN + (row + 1) * LINE - 5);
    }
    System.out.print(svg.append("</g>\n</svg>\n"));
  }

  /** Each run of one colour stands in its column, however wide a font's characters are. */
  private static void draw(StringBuilder svg, String line, int y) {
    Matcher style = STYLE.matcher(line);
    String colour = FOREGROUND;
    int column = 0;
    int from = 0;
    while (from < line.length()) {
      boolean styled = style.find(from);
      String run = line.substring(from, styled ? style.start() : line.length());
      if (!run.isBlank()) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" fill=\"%s\" textLength=\"%.1f\" xml:space=\"preserve\">%s</text>%n", MARGIN + column * CHARACTER, y, colour, run.length() * CHARACTER, escaped(run)));
      }
      column += run.length();
      if (!styled) {
        return;
      }
      colour = style.group(1) == null ? colour : COLOURS.getOrDefault(last(style.group(1)), FOREGROUND);
      from = style.end();
    }
  }

  private static String last(String codes) {
    return codes.substring(codes.lastIndexOf(';') + 1);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
