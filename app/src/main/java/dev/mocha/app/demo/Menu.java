package dev.mocha.app.demo;

import java.util.Random;

/** Realistic names and prices of restaurants. */
final class Menu {

  /**
   * A dish.
   *
   * @param price in hundredths of a rupiah
   */
  record Dish(String sku, String name, long price) {}

  private static final String[] PLACES = {
    "Warung", "Rumah Makan", "Kedai", "Depot", "Dapur", "Bakmi", "Sate", "Ayam Geprek", "Kopi"
  };

  private static final String[] OWNERS = {
    "Sari", "Bu Tini", "Pak Budi", "Melati", "Nusantara",
    "Sederhana", "Bahagia", "Pagi Sore", "Mas Joko", "Ibu Ratna",
    "Cahaya", "Barokah", "Sumber Rejeki", "Puncak", "Samudra"
  };

  private static final Dish[] DISHES = {
    new Dish("nasgor", "Nasi Goreng Spesial", 2_800_000),
    new Dish("nasgor-sf", "Nasi Goreng Seafood", 3_500_000),
    new Dish("mie-ayam", "Mie Ayam Bakso", 2_200_000),
    new Dish("sate-10", "Sate Ayam (10 tusuk)", 3_000_000),
    new Dish("rendang", "Nasi Rendang", 3_200_000),
    new Dish("gado", "Gado-Gado", 2_000_000),
    new Dish("soto", "Soto Betawi", 3_400_000),
    new Dish("geprek", "Ayam Geprek Level 5", 2_100_000),
    new Dish("bakso", "Bakso Urat", 2_400_000),
    new Dish("pecel", "Pecel Lele", 1_900_000),
    new Dish("martabak", "Martabak Manis Keju", 4_500_000),
    new Dish("pempek", "Pempek Kapal Selam", 2_600_000),
    new Dish("rawon", "Rawon Setan", 3_300_000),
    new Dish("es-teh", "Es Teh Manis", 600_000),
    new Dish("es-jeruk", "Es Jeruk", 900_000),
    new Dish("kopi-susu", "Kopi Susu Gula Aren", 2_000_000),
    new Dish("jus-alpukat", "Jus Alpukat", 1_700_000),
    new Dish("kerupuk", "Kerupuk", 300_000)
  };

  static final String[] PAYMENT_METHODS = {
    "GOPAY", "GOPAY", "GOPAY", "GOPAY", "CASH", "CASH", "CARD", "PAYLATER"
  };

  static final String[] WISHES = {
    "pedas", "tidak pedas", "tanpa bawang", "sambal dipisah", "es sedikit", "bungkus terpisah"
  };

  static final String[] REJECTIONS = {"OUT_OF_STOCK", "OUT_OF_STOCK", "TOO_BUSY", "CLOSED"};

  static final String[] CANCELLATIONS = {"CHANGED_MIND", "TOO_LONG", "WRONG_ADDRESS", "NO_DRIVER"};

  private static final int DISHES_PER_RESTAURANT = 9;

  private Menu() {}

  static String restaurant(Random random) {
    return pick(PLACES, random) + " " + pick(OWNERS, random);
  }

  /** A random dish of this merchant, the first ones more often. */
  static Dish dish(int merchant, Random random) {
    int place =
        Math.min(random.nextInt(DISHES_PER_RESTAURANT), random.nextInt(DISHES_PER_RESTAURANT));
    return DISHES[(merchant * 5 + place) % DISHES.length];
  }

  static String pick(String[] from, Random random) {
    return from[random.nextInt(from.length)];
  }
}
